using Maner.Tensors;
using Maner.Training;

namespace Maner;

/// <summary>How a <see cref="NerModel"/> computes. No option changes a result but <see cref="Precision"/>.</summary>
public sealed record NerModelOptions
{
    /// <summary>
    /// Threads that one call may use. A call that finds others at work uses one. The default is the number of processors.
    /// </summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Calls that compute at the same time; further callers wait for their turn. Each takes some megabytes for what it computes with; the weights are
    /// there once. The default is the number of processors.
    /// </summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>What to keep of the weights: 32-bit floats, or half the memory for slightly other probabilities.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Float32;

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    internal NerModelOptions Validated()
    {
        OptionChecks.AtLeastOne(nameof(NerModelOptions), nameof(Threads), Threads);
        OptionChecks.AtLeastOne(nameof(NerModelOptions), nameof(Concurrency), Concurrency);
        return Enum.IsDefined(Precision)
            ? this
            : throw new OptionException(nameof(NerModelOptions), nameof(Precision), string.Join(" or ", Enum.GetNames<WeightPrecision>()), $"{Precision}");
    }
}
