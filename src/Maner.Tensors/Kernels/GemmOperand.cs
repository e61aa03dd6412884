namespace Maner.Tensors.Kernels;

/// <summary>A factor as the product sees it: element (i, k) is at i·RowStep + k·ColumnStep, and one of the two steps is 1.</summary>
internal readonly unsafe struct GemmOperand
{
    private GemmOperand(float* pointer, int rows, int columns, int rowStep, int columnStep)
    {
        Pointer = pointer;
        Rows = rows;
        Columns = columns;
        RowStep = rowStep;
        ColumnStep = columnStep;
    }

    public float* Pointer { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStep { get; }

    public int ColumnStep { get; }

    public static GemmOperand Plain(Matrix matrix) => new(matrix.Pointer, matrix.Rows, matrix.Columns, matrix.Stride, 1);

    public static GemmOperand Transposed(Matrix matrix) => new(matrix.Pointer, matrix.Columns, matrix.Rows, 1, matrix.Stride);

    public float* At(int row, int column) => Pointer + ((nint)row * RowStep) + ((nint)column * ColumnStep);
}
