using Maner.Training;

namespace Maner;

/// <summary>What a training run starts from, how it learns, and where its files go.</summary>
public sealed record TrainerOptions
{
    /// <summary>A model to start from: a folder, or the name of a bundled one.</summary>
    public string StartFrom { get; init; } = "mini-ner";

    /// <summary>How it learns.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Folder for the model and the run's log; must be new or empty. Null for a temporary one, which goes when the model is disposed of: save the model
    /// with <see cref="NerModel.Save"/>.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>Continue an interrupted run in <see cref="OutputFolder"/>; all other options must be the same.</summary>
    public bool Resume { get; init; }

    /// <summary>Threads to train with; the result has the same bits for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How the trained model computes.</summary>
    public NerModelOptions Model { get; init; } = new();
}
