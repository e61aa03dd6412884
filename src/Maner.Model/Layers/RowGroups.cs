using Maner.Tensors;

namespace Maner.Model.Layers;

/// <summary>Groups of the rows that are read from an encoder: the rows of a group become one hidden state.</summary>
/// <param name="starts">[W + 1]: where each group begins among the R rows, and at the end R; empty for no groups.</param>
/// <param name="pooling">How the rows of a group become one.</param>
internal readonly ref struct RowGroups(ReadOnlySpan<int> starts, Pooling pooling)
{
    /// <summary>[W + 1]; empty for a state a row.</summary>
    public ReadOnlySpan<int> Starts { get; } = starts;

    /// <summary>How the rows of a group become one.</summary>
    public Pooling Pooling { get; } = pooling;

    /// <summary>Whether every row is a state of its own.</summary>
    public bool IsEmpty => Starts.IsEmpty;
}
