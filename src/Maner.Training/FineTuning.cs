using System.Text.Json;
using Maner.Model.Configuration;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Words;

namespace Maner.Training;

/// <summary>The main job from end to end: data and encoder in, a trained tagger with its scores (and a model folder) out.</summary>
internal static class FineTuning
{
    /// <summary>What comes out; the caller disposes of the tagger.</summary>
    /// <param name="Tagger">The tagger with the chosen parameters.</param>
    /// <param name="Training">How training went.</param>
    /// <param name="Dev">Dev as this tagger tags it, and its scores; null without.</param>
    /// <param name="Test">The same of test.</param>
    public sealed record Outcome(Tagger Tagger, TrainingResult Training, EvaluationRun? Dev, EvaluationRun? Test)
    {
        /// <summary>The figures of the run, made when somebody first asks for them.</summary>
        public TrainingMetrics Metrics => field ??= TrainingMetrics.Of(Training, Dev?.Report, Test?.Report);
    }

    /// <summary>Trains, scores, and saves where there is a destination.</summary>
    /// <param name="data">The labelled files.</param>
    /// <param name="encoder">Folder of the pre-trained encoder.</param>
    /// <param name="options">The training options.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="destination">Where to save; null to save nothing.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="half">Store the model's numbers as F16.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or there is no entity to learn from.</exception>
    public static Outcome Run(
        TaskData data, string encoder, TrainingOptions options, Workers workers, Destination? destination = null,
        Action<TrainingProgress>? progress = null, bool half = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        data.Validated();
        options.Validated();
        Tagger tagger = TaggerFolder.Create(
            encoder, AllMethods.Named(options.Method), data.Tags, workers, new Rng(options.Seed).Split("initial values"), options.NewHead);
        options = options.Resolved(tagger.Encoder.Config);
        try
        {
            return destination is null
                ? Train(tagger, data, options, workers, null, progress, cancellation)
                : destination.Fill(() => TrainInto(destination, tagger, data, encoder, options, workers, progress, half, cancellation));
        }
        catch
        {
            tagger.Dispose();
            throw;
        }
    }

    private static Outcome TrainInto(
        Destination destination, Tagger tagger, TaskData data, string encoder, TrainingOptions options, Workers workers,
        Action<TrainingProgress>? progress, bool half, CancellationToken cancellation)
    {
        var inputs = new RunOptions
        {
            Training = options,
            Encoder = Path.GetFileName(Path.GetFullPath(encoder)),
            EncoderSha256 = ModelHash.OfModel(encoder),
            DataSha256 = data.Hashes,
            EntitiesSha256 = data.EntitiesSha256,
            TrainSentences = data.Train.Sentences.Count,
            SampleSeed = data.SampleSeed,
            Tags = tagger.Tags.Tags,
        };
        using var folder = RunFolder<TrainingState>.Open(destination, inputs.ToJson());
        try
        {
            Outcome outcome = Train(tagger, data, options, workers, folder, progress, cancellation);
            TaggerFolder.Save(outcome.Tagger, destination.Path, new ModelManifest
            {
                Options = JsonSerializer.SerializeToNode(inputs, TrainingJson.Default.RunOptions),
                DataHashes = data.Hashes,
                Metrics = JsonSerializer.SerializeToNode(outcome.Metrics, ResultJson.Readable.TrainingMetrics),
            }, half);
            folder.Complete(outcome.Metrics.ToJson());
            return outcome;
        }
        catch (IOException error) when (folder.HasCheckpoint)
        {
            // A full disk, most often: hours of work are not to go with it.
            throw new IOException($"{error.Message} The run's last checkpoint is whole: resume the run ({CallerOptions.Resume}).", error);
        }
        catch (OutOfMemoryException) when (folder.HasCheckpoint)
        {
            throw; // the same: the run may be resumed on a larger machine
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            folder.Discard();
            throw;
        }
    }

    private static Outcome Train(
        Tagger tagger, TaskData data, TrainingOptions options, Workers workers, RunFolder<TrainingState>? folder,
        Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        tagger = tagger.WithDecoder(TrainDecoder(tagger, data, options, cancellation)).WithWords(WordCutLearner.Learn([.. data.Train.Sentences.Select(sentence => sentence.Words)]));
        var trainer = new Trainer(tagger, data.Train.Sentences, data.Dev?.Sentences, options, workers);
        Trainer.Outcome trained = trainer.Run(folder, progress, cancellation);
        return new Outcome(trained.Tagger, trained.Result, Evaluated(data.Dev, trained.DevTags, isDev: true), Evaluated(data.Test, null, isDev: false));

        EvaluationRun? Evaluated(DataSet? set, EvaluationRun? tagged, bool isDev)
        {
            var scoring = new ReportOptions { TrainTexts = data.TrainTexts, WithCalibration = !isDev };
            return set is null ? null
                : tagged?.With(scoring) ?? Evaluator.Run(trained.Tagger, set, UnknownTypes.Miss, scoring); // a type that training lacks is missed
        }
    }

    /// <summary>The decoder, its lexical CRF trained: less than a second for a hundred sentences. Without dev it keeps the weight that it gets here.</summary>
    private static TagDecoder TrainDecoder(Tagger tagger, TaskData data, TrainingOptions options, CancellationToken cancellation)
    {
        Decoding rule = DecodingNames.Parse(options.Decoding, nameof(TrainingOptions.Decoding));
        if (options.CrfWeight == 0)
        {
            return new TagDecoder(tagger.Tags, rule);
        }

        if (tagger.Tags.Count > MostCrfWeights >> options.CrfBits)
        {
            throw new InvalidDataException(
                $"The lexical CRF would have {tagger.Tags.Count} tags × 2^{options.CrfBits} features, more than {MostCrfWeights} numbers. " +
                $"Train without it ({nameof(TrainingOptions)}.{nameof(TrainingOptions.CrfWeight)} 0), with fewer features ({nameof(TrainingOptions)}.{nameof(TrainingOptions.CrfBits)}), or with fewer types.");
        }

        LexicalCrf crf = LexicalCrfTrainer.Run(
            data.Train.Sentences, tagger.Tags, new Rng(options.Seed).Split("surface"), tagger.Decoder.Crf, options.CrfBits, options.CrfRomanised ? true : null, tagger.Scripts, cancellation.ThrowIfCancellationRequested);
        return new TagDecoder(tagger.Tags, rule, crf, options.CrfWeight ?? DefaultCrfWeight(tagger.Encoder.Config));
    }

    private const int MostCrfWeights = 1 << 28; // 1 GB, and as much for the optimizer

    /// <summary>Without dev: what served the bundled encoder; wider ones know more, and were not at hand to try.</summary>
    private static float DefaultCrfWeight(EncoderConfig encoder) => encoder.HiddenSize <= 512 ? 4 : 0.5f;
}
