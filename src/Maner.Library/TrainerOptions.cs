using Maner.Training;

namespace Maner;

/// <summary>What a training run starts from, how it learns, and where its files go.</summary>
public sealed record TrainerOptions
{
    /// <summary>A model to start from: a folder, or the name of a bundled one.</summary>
    public string StartFrom { get; init; } = "mini-ner";

    /// <summary>
    /// How it learns. The default is that of <c>maner train</c>: early stopping with a <see cref="TrainingOptions.Patience"/> of 8. Options that you make
    /// yourself train to the end unless you set it.
    /// </summary>
    public TrainingOptions Training { get; init; } = new() { Patience = TrainingOptions.PatienceOfOneRun };

    /// <summary>
    /// Folder for the model and the run's log; must be new or empty, but for <see cref="Overwrite"/> and <see cref="Resume"/>. Null for a temporary one, which goes when the model is disposed of: save the model
    /// with <see cref="NerModel.Save"/>.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>Replace a model that is in <see cref="OutputFolder"/>.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Continue an interrupted run in <see cref="OutputFolder"/>; all other options must be the same.</summary>
    public bool Resume { get; init; }

    /// <summary>Threads to train with; the result has the same bits for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How the trained model computes.</summary>
    public NerModelOptions Model { get; init; } = new();

    /// <summary>Checks every value, also of what is used after training: hours of work are not to be lost to it.</summary>
    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    internal TrainerOptions Validated()
    {
        Training.Validated();
        Model.Validated();
        OptionChecks.AtLeastOne(nameof(TrainerOptions), nameof(Threads), Threads);
        return OutputFolder is null && Resume
            ? throw new OptionException(nameof(TrainerOptions), nameof(OutputFolder), $"the folder of the run to continue, with {nameof(Resume)}", "none")
            : this;
    }
}
