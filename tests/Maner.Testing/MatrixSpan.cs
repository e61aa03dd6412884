using Maner.Tensors;
using Xunit;

namespace Maner.Testing;

internal static class MatrixSpan
{
    /// <summary>All elements of a matrix whose rows stand end to end.</summary>
    public static unsafe Span<float> AllElements(this Matrix matrix)
    {
        Assert.True(matrix.Stride == matrix.Columns || matrix.Rows == 1, "rows must stand end to end");
        return new Span<float>(matrix.Pointer, matrix.Rows * matrix.Columns);
    }
}
