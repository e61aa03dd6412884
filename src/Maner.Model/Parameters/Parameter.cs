namespace Maner.Model.Parameters;

/// <summary>Where a tensor is in its arena.</summary>
/// <param name="Name">Its name in a Hugging Face checkpoint.</param>
/// <param name="Rows">Rows; 1 for a vector.</param>
/// <param name="Columns">Columns, or the length of a vector.</param>
/// <param name="IsVector">Biases and layer norms: saved with one dimension, and without weight decay.</param>
internal sealed record Parameter(string Name, int Rows, int Columns, bool IsVector)
{
    /// <summary>First float in the arena.</summary>
    public nint Offset { get; internal set; }

    /// <summary>Whether it is the weight of a linear layer [outputs, inputs], which prediction keeps packed instead.</summary>
    public bool IsWeight { get; private init; }

    /// <summary>Number of floats.</summary>
    public int Length => Rows * Columns;

    /// <summary>The shape as a checkpoint states it.</summary>
    public int[] Shape => IsVector ? [Columns] : [Rows, Columns];

    /// <summary>A matrix [rows, columns].</summary>
    public static Parameter Matrix(string name, int rows, int columns) => new(name, rows, columns, IsVector: false);

    /// <summary>The weight of a linear layer [outputs, inputs].</summary>
    public static Parameter Weight(string name, int outputs, int inputs) => new(name, outputs, inputs, IsVector: false) { IsWeight = true };

    /// <summary>A vector [length].</summary>
    public static Parameter Vector(string name, int length) => new(name, 1, length, IsVector: true);
}
