using Xunit;

namespace Maner.Testing;

/// <summary>|x − reference| ≤ absolute + relative·|reference|, element by element; NaN and infinities fail; the message names the worst element.</summary>
internal static class AssertClose
{
    public static void All(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double absolute, double relative, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: expected {expected.Length} elements, found {actual.Length}");
        double worst = 0;
        int worstIndex = -1;
        for (int index = 0; index < expected.Length; index++)
        {
            double allowed = absolute + (relative * Math.Abs(expected[index]));
            double excess = Math.Abs((double)actual[index] - expected[index]) / allowed;
            if (double.IsNaN(excess))
            {
                excess = double.PositiveInfinity; // as it is, NaN would lose every later comparison and be forgotten
            }

            if (excess > worst)
            {
                worst = excess;
                worstIndex = index;
            }
        }

        Assert.True(
            worst <= 1,
            worstIndex < 0 ? what : $"{what}[{worstIndex}]: expected {expected[worstIndex]:G9}, found {actual[worstIndex]:G9}: {worst:F2} times the tolerance");
    }

    public static void All(ReadOnlySpan<float> expected, Maner.Tensors.Matrix actual, double absolute, double relative, string what) =>
        All(expected, Flat(actual), absolute, relative, what);

    public static float[] Flat(Maner.Tensors.Matrix matrix)
    {
        var all = new float[matrix.Rows * matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
        {
            matrix[row].CopyTo(all.AsSpan(row * matrix.Columns));
        }

        return all;
    }
}
