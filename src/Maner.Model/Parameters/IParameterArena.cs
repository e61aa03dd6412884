using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Parameters;

/// <summary>Parameters that are trained together: one run of memory for their values, one for gradients, two for AdamW's moments.</summary>
internal interface IParameterArena
{
    /// <summary>The tensors by the names that a Hugging Face checkpoint gives them, with their current values.</summary>
    IEnumerable<NamedTensor> Tensors { get; }

    /// <summary>Sets all gradients to zero. The first call allocates gradients and moments.</summary>
    void ClearGradients();

    /// <summary>Σ g² over all gradients.</summary>
    double SumOfSquaredGradients();

    /// <summary>One step of AdamW over all parameters.</summary>
    void Step(in AdamWStep step);

    /// <summary>Frees gradients and moments, which take three times the memory of the values. Training could begin again, with new moments.</summary>
    void EndTraining();

    /// <summary>What a later <see cref="RestoreValues"/> needs to bring back today's parameters; a copy, with its own memory.</summary>
    ArenaSnapshot SnapshotValues();

    /// <summary>Brings back the parameters of a snapshot; moments stay.</summary>
    void RestoreValues(ArenaSnapshot snapshot);

    /// <summary>All that determines the further course of training besides gradients: values, moments, bookkeeping.</summary>
    IEnumerable<NamedTensor> TrainingState { get; }

    /// <summary>Takes over a saved <see cref="TrainingState"/>.</summary>
    void RestoreTrainingState(ITensorSource source);
}

/// <summary>A tensor and its name. The values may be memory of the model: read them before the next change.</summary>
/// <param name="Name">The name in a checkpoint.</param>
/// <param name="Shape">One or two dimensions.</param>
/// <param name="Values">All elements as one row.</param>
internal readonly record struct NamedTensor(string Name, int[] Shape, Func<ReadOnlySpan<float>> Values);

/// <summary>A place that tensors are read from by name: a file, or memory in tests.</summary>
internal interface ITensorSource
{
    /// <summary>Number of elements of a tensor; −1 if there is none of that name.</summary>
    long LengthOf(string name);

    /// <summary>Reads a whole tensor.</summary>
    void Read(string name, Span<float> destination);
}

/// <summary>A copy of an arena's values.</summary>
/// <param name="Values">The values that differ from the checkpoint the arena was loaded from.</param>
/// <param name="Steps">Optimizer steps so far that decayed weights (a factor of exactly 1 does not count); 0 where it does not matter.</param>
internal sealed record ArenaSnapshot(NativeBuffer Values, int Steps);
