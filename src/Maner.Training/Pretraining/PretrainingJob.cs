using System.Diagnostics;
using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>Pre-training from end to end: text and a tokenizer or an encoder in, a folder with an encoder out.</summary>
internal static class PretrainingJob
{
    /// <summary>What a run learns from and starts with: exactly one of tokenizer and encoder is given.</summary>
    /// <param name="Text">Files of text, one a language.</param>
    /// <param name="Tokenizer">The SentencePiece model of a new encoder; null to continue from one.</param>
    /// <param name="Encoder">The folder of the encoder to continue from; null for a new one.</param>
    /// <param name="CacheFolder">The token cache; null for the folder <c>tokens</c> beside the output folder.</param>
    /// <param name="Vectors">Vectors of pieces that a new encoder begins with, in word2vec's text format; null for random ones.</param>
    public sealed record Source(
        IReadOnlyList<CorpusFile> Text, string? Tokenizer, string? Encoder, string? CacheFolder = null, string? Vectors = null);

    /// <summary>Where a run's folder is and what may be there.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Overwrite">Files of an older run may be replaced.</param>
    /// <param name="Resume">Continue an interrupted run.</param>
    /// <param name="CheckpointSeconds">Seconds between checkpoints.</param>
    public sealed record Destination(string Path, bool Overwrite = false, bool Resume = false, double CheckpointSeconds = 300);

    /// <summary>Trains and saves.</summary>
    /// <param name="source">What goes in.</param>
    /// <param name="options">The options.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="notice">Told what a user should know, a sentence each.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    /// <returns>The figures of the run, as <c>metrics.json</c> has them.</returns>
    /// <exception cref="OptionException">An option is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">A file of text or an encoder is of no use, or training diverged.</exception>
    /// <exception cref="IOException">A file is missing or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted; it can be resumed.</exception>
    public static JsonObject Run(
        Source source, PretrainingOptions options, Destination destination, Workers workers, Action<string>? notice = null,
        Action<PretrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(destination);
        if (source.Tokenizer is null == source.Encoder is null)
        {
            throw new ArgumentException("Expected either a tokenizer, for a new encoder, or an encoder to continue from.", nameof(source));
        }

        if (source.Vectors is not null && source.Tokenizer is null)
        {
            throw new ArgumentException("Vectors are for a new encoder: one to continue from has its own.", nameof(source));
        }

        if (source.Encoder is not null && IsSame(source.Encoder, destination.Path))
        {
            throw new InvalidDataException(
                $"{destination.Path}: expected an output folder apart from the encoder's, found the same. The encoder would be gone with the first checkpoint, " +
                "and an interrupted run could not be resumed. Choose another folder.");
        }

        options = (options with { Shape = source.Encoder is null ? options.Shape ?? new EncoderShape() : null }).Validated();
        bool existed = Directory.Exists(destination.Path);
        if (!destination.Resume)
        {
            OutputFolder.Create(destination.Path, destination.Overwrite, RunFolder.OtherwiseAdvice); // before minutes of tokenizing, not after
        }

        try
        {
            return Prepare(source, options, destination, workers, notice, progress, cancellation);
        }
        catch when (!existed && !Directory.EnumerateFileSystemEntries(destination.Path).Any())
        {
            Directory.Delete(destination.Path);
            throw;
        }
    }

    private static bool IsSame(string folder, string other) => RealPath(folder) == RealPath(other);

    private static string RealPath(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return (Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    private static JsonObject Prepare(
        Source source, PretrainingOptions options, Destination destination, Workers workers, Action<string>? notice,
        Action<PretrainingProgress>? progress, CancellationToken cancellation)
    {
        Rng initial = new Rng(options.Seed).Split("initial values");
        using PretrainedEncoder encoder = source.Encoder is null
            ? PretrainedEncoder.Create(UnigramTokenizer.Load(source.Tokenizer!), options.Shape!, options.MaxTokens, source.Vectors, workers, initial)
            : PretrainedEncoder.Open(source.Encoder, options.MaxTokens, workers, initial);
        if (encoder.HeadIsNew)
        {
            notice?.Invoke($"{source.Encoder} has no masked-LM head (lm_head.*): a new one is trained.");
        }

        string cache = source.CacheFolder ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(destination.Path))!, "tokens");
        using Corpus corpus = Corpus.Open(source.Text, cache, encoder.Tokenizer, options, workers, progress, cancellation);
        foreach (string sentence in corpus.Notices)
        {
            notice?.Invoke(sentence);
        }

        var inputs = new PretrainingInputs
        {
            Pretraining = options,
            TokenizerSha256 = encoder.Tokenizer.Sha256,
            Encoder = source.Encoder is null ? null : Path.GetFileName(Path.GetFullPath(source.Encoder)),
            EncoderSha256 = source.Encoder is null ? null : ModelHash.OfWeights(source.Encoder),
            VectorsSha256 = source.Vectors is null ? null : FileHash.Of(source.Vectors),
            TextSha256 = corpus.Hashes,
        };
        return Train(encoder, corpus, options, inputs, destination, notice, progress, cancellation);
    }

    private static JsonObject Train(
        PretrainedEncoder encoder, Corpus corpus, PretrainingOptions options, PretrainingInputs inputs, Destination destination,
        Action<string>? notice, Action<PretrainingProgress>? progress, CancellationToken cancellation)
    {
        (PretrainingFolder folder, SafeTensorsFile? checkpoint, PretrainingState state) = destination.Resume
            ? PretrainingFolder.Resume(destination.Path, inputs)
            : (PretrainingFolder.Start(destination.Path, inputs), null, new PretrainingState());
        using (folder)
        using (checkpoint)
        {
            if (destination.Resume)
            {
                notice?.Invoke(checkpoint is null
                    ? "Found no checkpoint of the interrupted run: it begins from the start."
                    : FormattableString.Invariant($"Continuing from update {state.Step}, after {state.Tokens} tokens."));
            }

            var trainer = new Pretrainer(encoder, corpus.Languages, options, folder, destination.CheckpointSeconds);
            try
            {
                (state, HeldOutScore? score) = trainer.Run(checkpoint, state, progress, cancellation);
                encoder.Save(destination.Path, options.DType == "f16", state.LongestRow);
                JsonObject metrics = Metrics(state, score, corpus, trainer.Shares);
                folder.Complete(metrics.ToJsonString(ReportJson.Readable.Options) + "\n");
                return metrics;
            }
            catch (Exception error) when (error is not OperationCanceledException && !destination.Resume)
            {
                folder.Discard();
                throw;
            }
        }
    }

    private static JsonObject Metrics(PretrainingState state, HeldOutScore? score, Corpus corpus, IReadOnlyList<double> shares)
    {
        using var process = Process.GetCurrentProcess();
        var languages = new JsonObject();
        Dictionary<string, TokenManifest> manifests = corpus.Manifests.ToDictionary(manifest => manifest.Language);
        for (int index = 0; index < corpus.Languages.Count; index++)
        {
            LanguageText language = corpus.Languages[index];
            var entry = new JsonObject
            {
                ["sentences"] = manifests[language.Name].Sentences,
                ["training_tokens"] = language.TrainingTokens,
                ["share"] = Math.Round(shares[index], 6),
                ["tokens_seen"] = state.Seen[index],
            };
            if (score is not null && score.Languages.TryGetValue(language.Name, out double loss))
            {
                entry["held_out_loss"] = Math.Round(loss, 4);
            }

            languages[language.Name] = entry;
        }

        var metrics = new JsonObject
        {
            ["updates"] = state.Step,
            ["tokens"] = state.Tokens,
            ["hidden_pieces"] = state.Targets,
            ["longest_row"] = state.LongestRow,
            ["seconds"] = Math.Round(state.Seconds, 3),
            ["peak_memory_mb"] = process.PeakWorkingSet64 >> 20,
        };
        if (state.LastLoss is { } training)
        {
            metrics["loss"] = Math.Round(training, 5);
        }

        if (score is not null)
        {
            metrics["held_out_loss"] = Math.Round(score.Loss, 5);
            metrics["held_out_mean_of_languages"] = Math.Round(score.MeanOfLanguages, 5);
            metrics["held_out_pieces"] = score.Pieces;
        }

        metrics["languages"] = languages;
        return metrics;
    }
}
