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
        if (data.Unlabelled is { } unread && !options.ReadsUnlabelled)
        {
            throw new InvalidDataException(
                $"{unread.Path}: expected an option by which training reads unlabelled text, found none. Set {nameof(TrainingOptions)}.{nameof(TrainingOptions.SilverProbability)} or {nameof(TrainingOptions)}.{nameof(TrainingOptions.MlmWeight)}, or leave {nameof(TaskData)}.{nameof(TaskData.Unlabelled)} out.");
        }

        if (options.SilverProbability > 0 && data.Unlabelled is null)
        {
            throw new InvalidDataException(
                $"{nameof(TrainingOptions)}.{nameof(TrainingOptions.SilverProbability)}: expected unlabelled sentences for the first tagger to tag, found none. Give {nameof(TaskData)}.{nameof(TaskData.Unlabelled)}, or set it to 0.");
        }

        Tagger tagger = TaggerFolder.Create(
            encoder, AllMethods.Named(options.Method), data.Tags, workers, new Rng(options.Seed).Split("initial values"), options.NewHead);
        options = options.Resolved(tagger.Encoder.Config);
        try
        {
            using TaggerLanguage? language = OpenLanguage(encoder, tagger, data, options, workers);
            return destination is null
                ? Train(tagger, language, data, encoder, options, workers, null, progress, cancellation)
                : destination.Fill(() => TrainInto(destination, tagger, language, data, encoder, options, workers, progress, half, cancellation));
        }
        catch
        {
            tagger.Dispose();
            throw;
        }
    }

    private static Outcome TrainInto(
        Destination destination, Tagger tagger, TaggerLanguage? language, TaskData data, string encoder, TrainingOptions options, Workers workers,
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
        if (!destination.Resume)
        {
            SelfTraining.DeleteTeacher(destination.Path); // of a run that was interrupted and is given up
        }

        try
        {
            Outcome outcome = Train(tagger, language, data, encoder, options, workers, folder, progress, cancellation);
            TaggerFolder.Save(outcome.Tagger, destination.Path, new ModelManifest
            {
                Options = JsonSerializer.SerializeToNode(inputs, TrainingJson.Default.RunOptions),
                DataHashes = data.Hashes,
                Metrics = JsonSerializer.SerializeToNode(outcome.Metrics, ResultJson.Readable.TrainingMetrics),
            }, half);
            folder.Complete(outcome.Metrics.ToJson());
            SelfTraining.DeleteTeacher(destination.Path);
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
            SelfTraining.DeleteTeacher(destination.Path);
            throw;
        }
    }

    private static Outcome Train(
        Tagger tagger, TaggerLanguage? language, TaskData data, string encoder, TrainingOptions options, Workers workers, RunFolder<TrainingState>? folder,
        Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        tagger = tagger.WithWords(WordCutLearner.Learn([.. data.Train.Sentences.Select(sentence => sentence.Words)]));
        if (options.SilverProbability == 0)
        {
            return TrainOne(tagger, language, data, data, options, workers, folder, progress, cancellation);
        }

        var taught = SelfTraining.Teach(data, encoder, options, workers, folder?.Path, progress, cancellation);
        Outcome? chosen = null;
        try
        {
            Outcome student = TrainOne(
                tagger, language, data, taught.Data, SelfTraining.StudentOptions(options, data.Train.Sentences.Count), workers, folder,
                progress is null ? null : step => progress(step with { Stage = TrainingStage.Student }), cancellation);
            chosen = taught.Choose(student, teacher => data.Test is null ? null : Evaluator.Run(teacher, data.Test, UnknownTypes.Miss, Scoring(data, isDev: false)));
            return chosen;
        }
        finally
        {
            if (chosen?.Training.SelfTraining?.TeacherKept != true)
            {
                taught.Dispose();
            }
        }
    }

    /// <summary>Trains and scores one tagger.</summary>
    /// <param name="tagger">Fresh.</param>
    /// <param name="language">The encoder's language model; null where nothing is trained or measured with it.</param>
    /// <param name="data">The files of the run.</param>
    /// <param name="learned">The same with the sentences that are learned from.</param>
    /// <param name="options">The options, resolved.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="folder">The run's folder; null for none.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    private static Outcome TrainOne(
        Tagger tagger, TaggerLanguage? language, TaskData data, TaskData learned, TrainingOptions options, Workers workers, RunFolder<TrainingState>? folder,
        Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        tagger = tagger.WithDecoder(TrainDecoder(tagger, learned, options, cancellation));
        TextObjective? text = options.MlmWeight == 0 ? null : new TextObjective(language!, TextOf(language!, data), options);
        IReadOnlyList<int[]>? heldOut = data.HeldOutText is { } set ? language!.Sequences(set) : null;

        // A run that is resumed measures it again: its parameters come back from the checkpoint only now.
        double? before = heldOut is null || language!.HeadIsNew ? null : language.LossOn(heldOut, cancellation);
        var trainer = new Trainer(tagger, learned.Train.Sentences, data.Dev?.Sentences, options, workers, text);
        Trainer.Outcome trained = trainer.Run(folder, progress, cancellation);
        TrainingResult result = heldOut is null ? trained.Result
            : trained.Result with { MaskedLm = new MaskedLmResult(trained.Result.MaskedLm?.FinalLoss, before, language!.LossOn(heldOut, cancellation)) };
        return new Outcome(trained.Tagger, result, Evaluated(data.Dev, trained.DevTags, isDev: true), Evaluated(data.Test, null, isDev: false));

        EvaluationRun? Evaluated(DataSet? set, EvaluationRun? tagged, bool isDev) => set is null ? null
            : tagged?.With(Scoring(data, isDev)) ?? Evaluator.Run(trained.Tagger, set, UnknownTypes.Miss, Scoring(data, isDev)); // a type that training lacks is missed
    }

    /// <summary>What a report of a run's dev or test holds.</summary>
    internal static ReportOptions Scoring(TaskData data, bool isDev) => new() { TrainTexts = data.TrainTexts, WithCalibration = !isDev };

    /// <summary>The encoder's language model, where something is trained or measured with it.</summary>
    private static TaggerLanguage? OpenLanguage(string encoder, Tagger tagger, TaskData data, TrainingOptions options, Workers workers)
    {
        if (options.MlmWeight == 0 && data.HeldOutText is null)
        {
            return null;
        }

        var language = TaggerLanguage.Open(encoder, tagger, workers, new Rng(options.Seed).Split("masked-LM head"));
        if (!language.HeadIsNew || options.MlmWeight > 0)
        {
            return language;
        }

        language.Dispose();
        throw new InvalidDataException(
            $"{encoder}: expected a masked-LM head to measure with what the encoder knows of the language, found none: it is a tagger, or an encoder without its head. " +
            $"Start from an encoder that has one, train one along ({nameof(TrainingOptions)}.{nameof(TrainingOptions.MlmWeight)}), or leave {nameof(TaskData)}.{nameof(TaskData.HeldOutText)} out.");
    }

    /// <summary>What the masked-LM loss is of: the words of the training sentences, and the unlabelled text.</summary>
    private static IReadOnlyList<int[]> TextOf(TaggerLanguage language, TaskData data)
    {
        IReadOnlyList<int[]> sequences = [.. language.Sequences(data.Train), .. data.Unlabelled is { } unlabelled ? language.Sequences(unlabelled) : []];
        return sequences.Count > 0 ? sequences : throw new InvalidDataException(
            $"{data.Train.Path}: expected words with pieces that the encoder knows, found none. Does its tokenizer know their script?");
    }

    /// <summary>The decoder, its lexical CRF trained: less than a second for a hundred sentences. Without dev it keeps the weight that it gets here.</summary>
    private static TagDecoder TrainDecoder(Tagger tagger, TaskData data, TrainingOptions options, CancellationToken cancellation)
    {
        Decoding rule = DecodingNames.Parse(options.Decoding, nameof(TrainingOptions.Decoding));
        if (options.CrfWeight == 0)
        {
            if (data.Gazetteer is { Names.Count: > 0 })
            {
                throw new OptionException(nameof(TrainingOptions), nameof(TrainingOptions.CrfWeight), "more than 0, or none given, with lists of names, which the lexical CRF reads", "0");
            }

            return new TagDecoder(tagger.Tags, rule);
        }

        if (tagger.Tags.Count > MostCrfWeights >> options.CrfBits)
        {
            throw new InvalidDataException(
                $"The lexical CRF would have {tagger.Tags.Count} tags × 2^{options.CrfBits} features, more than {MostCrfWeights} numbers. " +
                $"Train without it ({nameof(TrainingOptions)}.{nameof(TrainingOptions.CrfWeight)} 0), with fewer features ({nameof(TrainingOptions)}.{nameof(TrainingOptions.CrfBits)}), or with fewer types.");
        }

        NameMatcher? names = data.Gazetteer is not { } given ? tagger.Decoder.Crf?.Names : given.Names.Count == 0 ? null : new NameMatcher(given, tagger.Scripts);
        LexicalCrf crf = LexicalCrfTrainer.Run(
            data.Train.Sentences, tagger.Tags, new Rng(options.Seed).Split("surface"), tagger.Decoder.Crf, options.CrfBits, options.CrfRomanised ? true : null, tagger.Scripts,
            names, MentionReplacer.Of(data.Train.Sentences, names?.Gazetteer, tagger.Words, options), cancellation.ThrowIfCancellationRequested);
        return new TagDecoder(tagger.Tags, rule, crf, options.CrfWeight ?? DefaultCrfWeight(tagger.Encoder.Config));
    }

    private const int MostCrfWeights = 1 << 28; // 1 GB, and as much for the optimizer

    /// <summary>Without dev: what served the bundled encoder; wider ones know more, and were not at hand to try.</summary>
    private static float DefaultCrfWeight(EncoderConfig encoder) => encoder.HiddenSize <= 512 ? 4 : 0.5f;
}
