using System.Runtime.InteropServices;
using Maner.Tensors;
using Xunit;

namespace Maner.Testing;

/// <summary>Equality of floats bit for bit: −0 differs from 0, and NaN from NaN with another payload.</summary>
internal static class AssertBits
{
    public static void Equal(Matrix expected, Matrix actual, string what)
    {
        Assert.True(expected.Rows == actual.Rows && expected.Columns == actual.Columns, $"{what}: shapes differ");
        for (int row = 0; row < expected.Rows; row++)
        {
            Equal(expected[row], actual[row], what, row);
        }
    }

    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, int row = 0)
    {
        ReadOnlySpan<int> left = MemoryMarshal.Cast<float, int>(expected), right = MemoryMarshal.Cast<float, int>(actual);
        if (!left.SequenceEqual(right))
        {
            int column = left.CommonPrefixLength(right);
            Assert.Fail($"{what}[{row}, {column}]: expected {expected[column]:G9}, found {actual[column]:G9}");
        }
    }
}
