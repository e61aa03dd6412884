using Maner.Testing;
using Xunit;
using Xunit.Sdk;

namespace Maner.Tensors.Tests;

/// <summary>The assertions that everything else relies on fail when they should.</summary>
public sealed class AssertCloseTests
{
    [Theory]
    [InlineData(1f, 1.0021f)] // beyond absolute + relative·|reference| = 0.002
    [InlineData(1f, 0.9979f)]
    [InlineData(0f, 0.0011f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(1f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    public void A_difference_beyond_the_tolerance_fails(float expected, float actual)
    {
        // The bad element stands between good ones, so that neither the first nor the last hides it.
        Assert.ThrowsAny<XunitException>(() => AssertClose.All([1, expected, 2], [1, actual, 2], 1e-3, 1e-3, "x"));
    }

    [Fact]
    public void A_difference_within_the_tolerance_passes() =>
        AssertClose.All([1, -1000, 0], [1.0019f, -1000.9f, 0.0009f], 1e-3, 1e-3, "x");

    [Fact]
    public void Another_length_fails() => Assert.ThrowsAny<XunitException>(() => AssertClose.All([1, 2], [1], 1, 1, "x"));

    [Fact]
    public void The_message_names_the_worst_element()
    {
        XunitException failure = Assert.ThrowsAny<XunitException>(() => AssertClose.All([1, 2, 3], [1.1f, 9, 3.1f], 1e-3, 0, "the sum"));

        Assert.Contains("the sum[1]: expected 2, found 9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_tell_zero_from_minus_zero()
    {
        AssertBits.Equal([1, 0, float.NaN], [1, 0, float.NaN], "x");
        Assert.ThrowsAny<XunitException>(() => AssertBits.Equal([1, 0], [1, -0f], "x"));
        Assert.ThrowsAny<XunitException>(() => AssertBits.Equal([1, 1], [1, MathF.BitIncrement(1)], "x"));
    }

    [Fact]
    public void A_write_beside_a_test_matrix_is_seen()
    {
        var matrices = new TestMatrices();
        Maner.Tensors.Matrix narrow = matrices.Zeros(2, 3, gap: 2);
        unsafe
        {
            narrow.Pointer[3] = 1;
        }

        Assert.ThrowsAny<XunitException>(matrices.Dispose);
    }
}
