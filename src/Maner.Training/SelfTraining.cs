using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Training;

/// <summary>
/// A teacher, trained on the labelled sentences alone, and what a student learns from: those and the teacher's surest tags of unlabelled sentences. In a run
/// with a folder the teacher has its own in it until the run is done, so that the run can be resumed in any stage.
/// </summary>
internal sealed class SelfTraining : IDisposable
{
    /// <summary>The teacher's folder in that of the run.</summary>
    public const string TeacherFolder = "teacher";

    /// <summary>Sentences that the teacher tags at the most, where nobody says another number: so many were measured.</summary>
    public const int DefaultLimit = 1400;

    private readonly Tagger _teacher;
    private readonly EvaluationRun? _dev;
    private readonly int _silver;
    private readonly int _entities;

    private SelfTraining(Tagger teacher, EvaluationRun? dev, TaskData data, IReadOnlyList<Sentence> silver)
    {
        (_teacher, _dev, _silver) = (teacher, dev, silver.Count);
        _entities = silver.Sum(sentence => sentence.Entities!.Count);
        int times = Math.Max(1, (silver.Count + data.Train.Sentences.Count - 1) / data.Train.Sentences.Count);
        Data = data with
        {
            Train = DataSet.Of([.. Enumerable.Repeat(data.Train.Sentences, times).SelectMany(sentences => sentences), .. silver], data.Train.Path),
        };
    }

    /// <summary>What the student learns from: the labelled sentences as often as makes at least half of all, and the silver ones.</summary>
    public TaskData Data { get; }

    /// <summary>The student's options: as many updates as the teacher's.</summary>
    /// <param name="options">The run's.</param>
    /// <param name="labelled">Labelled sentences.</param>
    public static TrainingOptions StudentOptions(TrainingOptions options, int labelled) => options with { Epochs = 1, MinUpdates = Updates(labelled, options) };

    /// <summary>Trains a teacher, or opens the one that an interrupted run has, and lets it tag.</summary>
    /// <param name="data">The files of the run.</param>
    /// <param name="encoder">The folder that teacher and student start from.</param>
    /// <param name="options">The run's options, resolved.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="folder">The run's folder; null for none.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves and ends the run.</param>
    /// <exception cref="InvalidDataException">Every unlabelled sentence has a label in the training data or dev.</exception>
    public static SelfTraining Teach(
        TaskData data, string encoder, TrainingOptions options, Workers workers, string? folder, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<Sentence> text = TextOf(data, options);
        (Tagger teacher, EvaluationRun? dev) = Train(data, encoder, options, workers, folder, progress, cancellation);
        try
        {
            return new SelfTraining(teacher, dev, data, SilverSentences.Tag(teacher, text, options.SilverProbability));
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
    }

    /// <summary>What a run is about to do, before it begins: sentences that the teacher tags, and its updates; the student makes as many.</summary>
    /// <param name="data">The files of the run.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidDataException">Every unlabelled sentence has a label in the training data or dev.</exception>
    public static (int Tagged, int Updates) Plan(TaskData data, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        return (TextOf(data, options).Count, Updates(data.Train.Sentences.Count, options));
    }

    /// <summary>The better one by dev, the student where they are equal and without dev; the other is disposed of.</summary>
    /// <param name="student">The student, with its scores.</param>
    /// <param name="evaluated">Scores a tagger on test.</param>
    public FineTuning.Outcome Choose(FineTuning.Outcome student, Func<Tagger, EvaluationRun?> evaluated)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(evaluated);
        bool isTeacher = _dev is not null && _dev.F1 > student.Dev!.F1;
        TrainingResult result = student.Training with
        {
            SelfTraining = new SelfTrainingResult(_silver, _entities, _dev?.F1, student.Dev?.F1, isTeacher),
        };
        if (!isTeacher)
        {
            return student with { Training = result };
        }

        student.Tagger.Dispose();
        return new FineTuning.Outcome(_teacher, result with { BestDevF1 = _dev!.F1 }, _dev, evaluated(_teacher));
    }

    /// <summary>Deletes the teacher's folder of a run that is done or given up.</summary>
    /// <param name="folder">The run's folder.</param>
    public static void DeleteTeacher(string folder)
    {
        string own = Path.Combine(folder, TeacherFolder);
        if (RunFolder<TrainingState>.IsThere(own))
        {
            Directory.Delete(own, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _teacher.Dispose();

    /// <summary>The sentences that the teacher tags.</summary>
    private static IReadOnlyList<Sentence> TextOf(TaskData data, TrainingOptions options)
    {
        IReadOnlyList<Sentence> text = SilverSentences.Choose(
            data.Unlabelled!.Sentences, [.. data.Train.Sentences, .. data.Dev?.Sentences ?? []], options.SilverLimit ?? DefaultLimit, new Rng(options.Seed).Split("unlabelled"));
        return text.Count > 0 ? text : throw new InvalidDataException(
            $"{data.Unlabelled.Path}: expected sentences that are not in the training or dev data, found none. Give other text.");
    }

    private static int Updates(int sentences, TrainingOptions options)
    {
        int inEpoch = (sentences + options.BatchSize - 1) / options.BatchSize;
        return Math.Max(options.Epochs, (options.MinUpdates + inEpoch - 1) / inEpoch) * inEpoch;
    }

    private static (Tagger Teacher, EvaluationRun? Dev) Train(
        TaskData data, string encoder, TrainingOptions options, Workers workers, string? folder, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        options = options with { SilverProbability = 0, SilverLimit = null };
        data = data with { Test = null, HeldOutText = null, Unlabelled = options.ReadsUnlabelled ? data.Unlabelled : null };
        string? own = folder is null ? null : Path.Combine(folder, TeacherFolder);
        if (own is not null && RunFolder<TrainingState>.IsComplete(own))
        {
            Tagger saved = TaggerFolder.Create(own, AllMethods.Named(options.Method), data.Tags, workers, new Rng(options.Seed));
            Tagger teacher = saved.WithWords(WordCutLearner.Learn([.. data.Train.Sentences.Select(sentence => sentence.Words)]));
            return (teacher, data.Dev is null ? null : Evaluator.Run(teacher, data.Dev, UnknownTypes.Miss, FineTuning.Scoring(data, isDev: true)));
        }

        Destination? destination = own is null ? null : new Destination(own, Overwrite: true, Resume: RunFolder<TrainingState>.IsThere(own));
        FineTuning.Outcome outcome = FineTuning.Run(data, encoder, options, workers, destination, progress is null ? null : Report, cancellation: cancellation);
        return (outcome.Tagger, outcome.Dev);

        void Report(TrainingProgress step) => progress(step with { Stage = TrainingStage.Teacher });
    }
}
