using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>A task for the small encoder: a few sentences of the sample data, trained in well under a second.</summary>
public sealed class SmallTask : IDisposable
{
    public static TrainingOptions Options { get; } = new() { Epochs = 4, MinUpdates = 0, BatchSize = 4, LearningRate = 0.02f, WeightDecay = 0.1f };

    public SmallEncoder Encoder { get; } = new();

    internal TaskData Data { get; } = Limit(TaskData.Read(Samples.File("train.conll"), Samples.File("dev.conll"), null));

    internal FineTuning.Outcome Train(
        TrainingOptions options, Destination? destination = null, TaskData? data = null, int threads = 1, int? interruptAfter = null, string? encoder = null)
    {
        using var workers = new Workers(threads);
        using var interrupt = new CancellationTokenSource();
        FineTuning.Outcome outcome = FineTuning.Run(data ?? Data, encoder ?? Encoder.Folder, options, workers, destination, Watch, cancellation: interrupt.Token);
        outcome.Tagger.Dispose();
        return outcome;

        void Watch(TrainingProgress progress)
        {
            if (progress.Step == interruptAfter)
            {
                interrupt.Cancel();
            }
        }
    }

    /// <summary>The same, interrupted after some updates: it must end as what was interrupted.</summary>
    internal void Interrupted(TrainingOptions options, Destination destination, TaskData? data = null, int after = 1, string? encoder = null) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Train(options, destination, data, interruptAfter: after, encoder: encoder));

    public void Dispose() => Encoder.Dispose();

    private static TaskData Limit(TaskData data) =>
        data with { Train = data.Train.First(18), Dev = data.Dev!.First(10) };
}
