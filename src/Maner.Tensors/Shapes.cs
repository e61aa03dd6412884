using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

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

    public static void Check(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Expectation expectation)
    {
        if (!holds)
        {
            ThrowExpectation(expectation.ToString());
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

    /// <summary>The text of an expectation, put together only when it failed: kernels are entered too often to build a string each time.</summary>
    [InterpolatedStringHandler]
    public ref struct Expectation
    {
        private DefaultInterpolatedStringHandler _text;

        public Expectation(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted(int number) => _text.AppendFormatted(number);

        public override string ToString() => _text.ToStringAndClear();
    }
}
