using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class DropoutTests
{
    private const int Rows = 1000;
    private const int Width = 1003; // no multiple of sixteen

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void The_rate_and_the_mean_are_kept(float rate)
    {
        foreach (ulong key in new ulong[] { 0, 1, 2, ulong.MaxValue, 1UL << 32 })
        {
            float[] mask = Mask(new Dropout(rate, key));
            double dropped = mask.Count(factor => factor == 0) / (double)mask.Length;
            double deviation = Math.Sqrt(rate * (1 - rate) / mask.Length);

            Assert.True(Math.Abs(dropped - rate) <= 5 * deviation, $"rate {rate}, key {key}: dropped {dropped:F5}");
            Assert.All(mask.Distinct(), factor => Assert.True(factor == 0 || Math.Abs(factor - (1 / (1 - rate))) < 1e-5));
            Assert.Equal(1, mask.Average(), 5 * deviation / (1 - rate));
        }
    }

    [Fact]
    public void Every_row_and_every_column_drops_its_share()
    {
        float[] mask = Mask(new Dropout(0.3f, 11));
        double deviation = Math.Sqrt(0.3 * 0.7 / Rows);
        for (int line = 0; line < Rows; line++)
        {
            int index = line;
            double inRow = Enumerable.Range(0, Width).Count(column => mask[(index * Width) + column] == 0) / (double)Width;
            double inColumn = Enumerable.Range(0, Rows).Count(row => mask[(row * Width) + index] == 0) / (double)Rows;
            Assert.True(Math.Abs(inRow - 0.3) <= 6 * deviation && Math.Abs(inColumn - 0.3) <= 6 * deviation, $"row or column {line}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(Width)]
    [InlineData(Width + 1)]
    [InlineData(12 * Width)]
    public void Neighbours_are_independent(int distance)
    {
        float[] mask = Mask(new Dropout(0.5f, 12));
        int alike = 0;
        for (int index = distance; index < mask.Length; index++)
        {
            alike += mask[index] == mask[index - distance] ? 1 : 0;
        }

        int pairs = mask.Length - distance;
        Assert.True(Math.Abs(alike - (pairs / 2.0)) <= 5 * Math.Sqrt(pairs) / 2, $"{alike} of {pairs} pairs are alike");
    }

    [Fact]
    public void Different_keys_draw_independent_masks()
    {
        ulong[] keys = [0, 1, 2, 1UL << 32, 1UL << 33, 0x9E3779B97F4A7C15];
        float[][] masks = [.. keys.Select(key => Mask(new Dropout(0.5f, key)))];
        for (int left = 0; left < keys.Length; left++)
        {
            for (int right = 0; right < left; right++)
            {
                int alike = masks[left].Zip(masks[right]).Count(pair => pair.First == pair.Second);
                int all = masks[left].Length;
                Assert.True(Math.Abs(alike - (all / 2.0)) <= 5 * Math.Sqrt(all) / 2, $"keys {keys[left]} and {keys[right]}: {alike} of {all} alike");
            }
        }
    }

    [Fact]
    public void The_same_key_draws_the_same_mask_whatever_the_team()
    {
        float[] expected = Mask(new Dropout(0.2f, 3), threads: 1);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            AssertBits.Equal(expected, Mask(new Dropout(0.2f, 3), threads), $"{threads} threads");
        }
    }

    [Fact]
    public void A_narrower_matrix_has_the_same_factors_in_its_columns()
    {
        var dropout = new Dropout(0.4f, 8);
        float[] wide = Mask(dropout);
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix narrow = matrices.Zeros(20, 19);
        Fill(narrow, 1);
        dropout.Apply(workers, narrow, narrow);
        for (int row = 0; row < 20; row++)
        {
            AssertBits.Equal(wide.AsSpan(row * Width, 19), narrow[row], "factors", row);
        }
    }

    [Fact]
    public void The_mask_is_the_stated_hash()
    {
        const ulong Key = 77;
        float[] mask = Mask(new Dropout(0.25f, Key));
        for (int row = 0; row < 50; row++)
        {
            ulong mixed = Rng.Mix(Key + ((ulong)row * 0x9E3779B97F4A7C15));
            for (int column = 0; column < Width; column++)
            {
                uint hash = (uint)column + (uint)mixed;
                hash = (hash ^ (hash >> 16)) * 0x7feb352d;
                hash = (hash ^ (hash >> 15) ^ (uint)(mixed >> 32)) * 0x846ca68b;
                hash ^= hash >> 16;
                Assert.Equal(hash < 1u << 30, mask[(row * Width) + column] == 0);
            }
        }
    }

    [Fact]
    public void Backward_scales_by_the_forward_masks_factors()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(30, 77), y = matrices.Zeros(30, 77);
        var dropout = new Dropout(0.5f, 4);
        dropout.Apply(workers, x, y);
        for (int row = 0; row < 30; row++)
        {
            for (int column = 0; column < 77; column++)
            {
                Assert.True(y[row][column] == 0 || y[row][column] == 2 * x[row][column]);
            }
        }

        Matrix dy = matrices.Zeros(30, 77);
        Fill(dy, 1);
        dropout.Apply(workers, dy, dy);
        for (int row = 0; row < 30; row++)
        {
            for (int column = 0; column < 77; column++)
            {
                Assert.Equal(y[row][column], dy[row][column] * x[row][column]);
            }
        }
    }

    [Fact]
    public void Without_dropout_everything_is_kept_as_it_is()
    {
        Assert.False(Dropout.None.IsOn);
        Assert.False(new Dropout(0, 5).IsOn);
        Assert.All(Mask(Dropout.None), factor => Assert.Equal(1, factor));
    }

    private static float[] Mask(Dropout dropout, int threads = 2)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Matrix ones = matrices.Zeros(Rows, Width);
        Fill(ones, 1);
        dropout.Apply(workers, ones, ones);
        return AssertClose.Flat(ones);
    }

    private static void Fill(Matrix matrix, float value)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            matrix[row].Fill(value);
        }
    }
}
