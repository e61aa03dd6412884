using Maner.Model.Storage;
using Maner.Ner;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>Pre-training from end to end: text and a tokenizer or an encoder in, a folder with an encoder out.</summary>
internal static class PretrainingJob
{
    /// <summary>What a run learns from and starts with: exactly one of tokenizer and encoder is given.</summary>
    /// <param name="Text">Files of text, one per language.</param>
    /// <param name="Tokenizer">The SentencePiece model of a new encoder; null to continue from one.</param>
    /// <param name="Encoder">The folder of the encoder to continue from; null for a new one.</param>
    /// <param name="CacheFolder">The token cache; null for the folder <c>tokens</c> next to the output folder.</param>
    /// <param name="Vectors">Vectors of pieces that a new encoder begins with, in word2vec's text format; null for random ones.</param>
    public sealed record Source(
        IReadOnlyList<CorpusFile> Text, string? Tokenizer, string? Encoder, string? CacheFolder = null, string? Vectors = null);

    /// <summary>Trains and saves.</summary>
    /// <param name="source">What goes in.</param>
    /// <param name="options">The options.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="notice">Told what a user should know, one sentence each.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="checkpointSeconds">Seconds between checkpoints.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    /// <returns>The figures of the run.</returns>
    /// <exception cref="OptionException">An option is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">A file of text or an encoder is of no use, or training diverged.</exception>
    /// <exception cref="IOException">A file is missing or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted; it can be resumed.</exception>
    public static PretrainingMetrics Run(
        Source source, PretrainingOptions options, Destination destination, Workers workers, Action<string>? notice = null,
        Action<PretrainingProgress>? progress = null, double checkpointSeconds = 300, CancellationToken cancellation = default)
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

        // Here, since a folder that is not empty is to be refused before minutes of tokenizing, not after.
        return destination.Fill(() => Prepare(source, options, destination, workers, notice, progress, checkpointSeconds, cancellation));
    }

    private static bool IsSame(string folder, string other) => RealPath(folder) == RealPath(other);

    private static string RealPath(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return (Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    private static PretrainingMetrics Prepare(
        Source source, PretrainingOptions options, Destination destination, Workers workers, Action<string>? notice,
        Action<PretrainingProgress>? progress, double checkpointSeconds, CancellationToken cancellation)
    {
        Rng initial = new Rng(options.Seed).Split("initial values");
        using PretrainedEncoder encoder = source.Encoder is null
            ? PretrainedEncoder.Create(UnigramTokenizer.Load(source.Tokenizer!), options.Shape!, options.MaxTokens, source.Vectors, workers, initial)
            : PretrainedEncoder.Open(source.Encoder, options.MaxTokens, workers, initial);
        if (encoder.HeadIsNew)
        {
            notice?.Invoke($"{source.Encoder} has no masked-LM head: a new one is trained.");
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
            EncoderSha256 = source.Encoder is null ? null : ModelHash.OfModel(source.Encoder),
            VectorsSha256 = source.Vectors is null ? null : FileHash.Of(source.Vectors),
            TextSha256 = corpus.Hashes,
        };
        using var folder = RunFolder<PretrainingState>.Open(destination, inputs.ToJson());
        if (destination.Resume)
        {
            notice?.Invoke(folder.State.Step == 0
                ? "Found no checkpoint of the interrupted run: it begins from the start."
                : FormattableString.Invariant($"Continuing from update {folder.State.Step}, after {folder.State.Tokens} tokens."));
        }

        var trainer = new Pretrainer(encoder, corpus.Languages, options, folder, checkpointSeconds);
        bool isSaved = false;
        try
        {
            (PretrainingState state, HeldOutScore? score) = trainer.Run(progress, cancellation);
            encoder.Save(destination.Path, options.DType == "f16", state.LongestSequence);
            isSaved = true;
            var metrics = PretrainingMetrics.Of(state, score, corpus, trainer.Shares);
            folder.Complete(metrics.ToJson());
            return metrics;
        }
        catch (Exception error) when (error is not OperationCanceledException && !isSaved && !folder.HasCheckpoint)
        {
            folder.Discard();
            throw;
        }
    }
}
