using Maner.Training;

namespace Maner.Web.Projects;

/// <summary>How taggers are trained for projects.</summary>
internal sealed record ProjectOptions
{
    /// <summary>Where trained taggers are kept, a folder for each project; null: nothing is trained.</summary>
    public string? Folder { get; init; }

    /// <summary>How they are trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Threads of training: one processor stays free for requests.</summary>
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Where a tool reports changes one by one, a training run begins after so many.</summary>
    public int ChangesPerTraining { get; init; } = 10;
}
