namespace Maner.Tensors;

/// <summary>
/// A view of rows × columns floats in a <see cref="NativeBuffer"/>, row-major; consecutive rows are <see cref="Stride"/> floats apart.
/// It owns nothing: it is valid as long as its buffer is.
/// </summary>
internal readonly unsafe struct Matrix : IEquatable<Matrix>
{
    internal Matrix(float* pointer, int rows, int columns, int stride)
    {
        Pointer = pointer;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Floats from the start of a row to the start of the next.</summary>
    public int Stride { get; }

    internal float* Pointer { get; }

    /// <summary>A row.</summary>
    public Span<float> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
            return new Span<float>(RowPointer(row), Columns);
        }
    }

    /// <summary>Some consecutive rows.</summary>
    public Matrix RowRange(int start, int count)
    {
        Shapes.CheckRange(start, count, Rows);
        return new Matrix(RowPointer(start), count, Columns, Stride);
    }

    /// <summary>Some consecutive columns.</summary>
    public Matrix ColumnRange(int start, int count)
    {
        Shapes.CheckRange(start, count, Columns);
        return new Matrix(Pointer + start, Rows, count, Stride);
    }

    /// <summary>Copies into another matrix of the same shape.</summary>
    public void CopyTo(Matrix destination)
    {
        Shapes.CheckSame(this, destination, "copy");
        for (int row = 0; row < Rows; row++)
        {
            this[row].CopyTo(destination[row]);
        }
    }

    /// <summary>Sets every float to zero.</summary>
    public void Clear()
    {
        for (int row = 0; row < Rows; row++)
        {
            this[row].Clear();
        }
    }

    /// <summary>Whether both are views of the same memory with the same shape.</summary>
    public bool Equals(Matrix other) => Pointer == other.Pointer && Rows == other.Rows && Columns == other.Columns && Stride == other.Stride;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Matrix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((nint)Pointer, Rows, Columns, Stride);

    /// <summary>Whether both are views of the same memory with the same shape.</summary>
    public static bool operator ==(Matrix left, Matrix right) => left.Equals(right);

    /// <summary>Whether the views differ in memory or shape.</summary>
    public static bool operator !=(Matrix left, Matrix right) => !left.Equals(right);

    internal float* RowPointer(int row) => Pointer + ((nint)row * Stride);
}
