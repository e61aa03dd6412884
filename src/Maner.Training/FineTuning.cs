using System.Diagnostics;
using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Data;

namespace Maner.Training;

/// <summary>The main job from end to end: data and encoder in, a trained tagger with its scores (and a model folder) out.</summary>
internal static class FineTuning
{
    /// <summary>What comes out; the caller disposes of the tagger.</summary>
    /// <param name="Tagger">The tagger with the chosen parameters.</param>
    /// <param name="Training">How training went.</param>
    /// <param name="Dev">Dev as this tagger tags it, and its scores; null without.</param>
    /// <param name="Test">The same of test.</param>
    public sealed record Outcome(Tagger Tagger, TrainingResult Training, EvaluationRun? Dev, EvaluationRun? Test);

    /// <summary>Where a run's folder is and what may be there.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Overwrite">Files of an older run may be replaced.</param>
    /// <param name="Resume">Continue an interrupted run.</param>
    /// <param name="Half">Store the model's numbers as F16.</param>
    public sealed record Destination(string Path, bool Overwrite = false, bool Resume = false, bool Half = false);

    /// <summary>Trains, scores, and saves where there is a destination.</summary>
    /// <param name="data">The labelled files.</param>
    /// <param name="encoder">Folder of the pre-trained encoder.</param>
    /// <param name="options">The training options.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="destination">Where to save; null to save nothing.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or there is no entity to learn from.</exception>
    public static Outcome Run(
        TaskData data, string encoder, TrainingOptions options, Workers workers, Destination? destination = null,
        Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
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
                ? Train(tagger, data, options, workers, null, null, progress, cancellation)
                : TrainInto(destination, tagger, data, encoder, options, workers, progress, cancellation);
        }
        catch
        {
            tagger.Dispose();
            throw;
        }
    }

    private static Outcome TrainInto(
        Destination destination, Tagger tagger, TaskData data, string encoder, TrainingOptions options, Workers workers,
        Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var inputs = new RunOptions
        {
            Training = options,
            Encoder = Path.GetFileName(Path.GetFullPath(encoder)),
            EncoderSha256 = ModelHash.OfWeights(encoder),
            DataSha256 = data.Hashes,
            EntitiesSha256 = data.EntitiesSha256,
            TrainSentences = data.Train.Sentences.Count,
            SampleSeed = data.SampleSeed,
            Tags = tagger.Tags.Tags,
        };
        bool existed = Directory.Exists(destination.Path);
        (RunFolder folder, SavedRun? saved) = destination.Resume
            ? RunFolder.Resume(destination.Path, inputs)
            : (RunFolder.Start(destination.Path, inputs, destination.Overwrite), null);
        try
        {
            Outcome outcome = Train(tagger, data, options, workers, folder, saved, progress, cancellation);
            JsonObject metrics = Metrics(outcome);
            TaggerFolder.Save(outcome.Tagger, destination.Path, new ModelManifest
            {
                Options = JsonNode.Parse(inputs.ToJson()),
                DataHashes = data.Hashes,
                Metrics = metrics,
            }, destination.Half);
            folder.WriteMetrics(metrics.ToJsonString(ReportJson.Readable.Options) + "\n");
            folder.Complete();
            return outcome;
        }
        catch (IOException error) when (folder.HasCheckpoint)
        {
            // A full disk, most often: hours of work are not to go with it.
            throw new IOException($"{error.Message} The run's last checkpoint is whole: resume the run ({nameof(Destination)}.{nameof(Destination.Resume)}).", error);
        }
        catch (Exception error) when (error is not OperationCanceledException && !destination.Resume)
        {
            folder.Discard(removeFolder: !existed);
            throw;
        }
        finally
        {
            saved?.Dispose();
            folder.Close();
        }
    }

    private static Outcome Train(
        Tagger tagger, TaskData data, TrainingOptions options, Workers workers, RunFolder? folder, SavedRun? saved,
        Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        tagger = tagger.WithDecoder(TrainDecoder(tagger, data, options));
        var trainer = new Trainer(tagger, data.Train.Sentences, data.Dev?.Sentences, options, workers);
        Trainer.Outcome trained = trainer.Run(folder, saved, progress, cancellation);
        return new Outcome(trained.Tagger, trained.Result, Evaluated(data.Dev, trained.DevTags), Evaluated(data.Test, null));

        EvaluationRun? Evaluated(DataSet? set, IReadOnlyList<EvaluatedSentence>? tagged)
        {
            var scoring = new ReportOptions { TrainTexts = data.TrainTexts };
            return set is null ? null
                : tagged is not null ? new EvaluationRun(tagged, scoring)
                : Evaluator.Run(trained.Tagger, set, UnknownTypes.Miss, scoring); // a type that training lacks is missed
        }
    }

    /// <summary>The decoder, its lexical CRF trained: less than a second for a hundred sentences. Without dev it keeps the weight that it gets here.</summary>
    private static TagDecoder TrainDecoder(Tagger tagger, TaskData data, TrainingOptions options)
    {
        Decoding rule = DecodingNames.Parse(options.Decoding, nameof(TrainingOptions.Decoding));
        if (options.CrfWeight == 0)
        {
            return new TagDecoder(tagger.Tags, rule);
        }

        LexicalCrf crf = LexicalCrfTrainer.Run(data.Train.Sentences, tagger.Tags, new Rng(options.Seed).Split("surface"), tagger.Decoder.Crf);
        return new TagDecoder(tagger.Tags, rule, crf, options.CrfWeight ?? DefaultCrfWeight(tagger.Encoder.Config));
    }

    /// <summary>Without dev: what served the bundled encoder; wider ones know more, and were not at hand to try.</summary>
    private static float DefaultCrfWeight(XlmrConfig encoder) => encoder.HiddenSize <= 512 ? 4 : 0.5f;

    private static JsonObject Metrics(Outcome outcome)
    {
        TrainingResult training = outcome.Training;
        var metrics = new JsonObject
        {
            ["epochs"] = training.Epochs,
            ["updates"] = training.Updates,
            ["final_loss"] = training.FinalLoss,
            ["best_epoch"] = training.BestEpoch,
            ["seconds"] = Math.Round(training.Seconds, 3),
            ["sentences_per_second"] = Math.Round(training.SentencesPerSecond, 2),
            ["peak_memory_mb"] = PeakMemory() >> 20,
        };
        if (training.Epochs < training.PlannedEpochs)
        {
            metrics["planned_epochs"] = training.PlannedEpochs; // patience ended the run
        }

        if (training.Warning is not null)
        {
            metrics["warning"] = training.Warning;
        }

        foreach ((string name, EvaluationRun? run) in new[] { ("dev", outcome.Dev), ("test", outcome.Test) })
        {
            if (run is not null)
            {
                metrics[name] = JsonNode.Parse(run.Report.ToJson());
            }
        }

        return metrics;
    }

    /// <summary>Most memory that the process has had resident, in bytes.</summary>
    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
