namespace Maner.Tensors;

/// <summary>How a group of rows becomes one.</summary>
internal enum Pooling
{
    /// <summary>Σ of the rows.</summary>
    Sum,

    /// <summary>Σ of the rows, divided by their number.</summary>
    Mean,
}
