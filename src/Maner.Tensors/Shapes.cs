using System.Diagnostics.CodeAnalysis;

namespace Maner.Tensors;

/// <summary>Shape checks, made once where a kernel is entered; the messages say what was expected and what was found.</summary>
internal static class Shapes
{
    public static void CheckRange(nint start, nint length, nint available)
    {
        if (start < 0 || length < 0 || start > available - length)
        {
            ThrowRange(start, length, available);
        }
    }

    public static void CheckSame(Matrix left, Matrix right, string what)
    {
        if (left.Rows != right.Rows || left.Columns != right.Columns)
        {
            ThrowSame(left, right, what);
        }
    }

    public static void Check(bool holds, string expectation)
    {
        if (!holds)
        {
            ThrowExpectation(expectation);
        }
    }

    [DoesNotReturn]
    private static void ThrowRange(nint start, nint length, nint available) =>
        throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start + length}) leaves a buffer of {available} floats.");

    [DoesNotReturn]
    private static void ThrowSame(Matrix left, Matrix right, string what) =>
        throw new ArgumentException($"{what}: expected the same shape, found {left.Rows}×{left.Columns} and {right.Rows}×{right.Columns}.");

    [DoesNotReturn]
    private static void ThrowExpectation(string expectation) => throw new ArgumentException($"Expected {expectation}.");
}
