using Maner.Tensors;
using Xunit;

namespace Maner.Testing;

/// <summary>Matrices for a test, freed together. Around each lie guard values, and <see cref="Dispose"/> fails the test if one was overwritten.</summary>
internal sealed class TestMatrices(ulong seed = 1) : IDisposable
{
    // A number that no test uses, for memory that belongs to nobody.
    private const float Guard = -7.25e9f;
    private readonly List<(NativeBuffer Buffer, Matrix Whole, Matrix Inner)> _all = [];

    public Rng Rng { get; } = new(seed);

    /// <summary>Zeros; consecutive rows are <paramref name="gap"/> floats further apart than they are wide.</summary>
    public Matrix Zeros(int rows, int columns, int gap = 0)
    {
        // One more row above and below, so that writing too far in any direction meets a guard.
        int stride = Math.Max(1, columns + gap);
        var buffer = new NativeBuffer((nint)(rows + 2) * stride);
        buffer.Span.Fill(Guard);
        Matrix whole = buffer.View(0, rows + 2, stride);
        Matrix inner = whole.RowRange(1, rows).ColumnRange(gap / 2, columns);
        inner.Clear();
        _all.Add((buffer, whole, inner));
        return inner;
    }

    /// <summary>Draws from a normal distribution.</summary>
    public Matrix Normal(int rows, int columns, double deviation = 1, int gap = 0)
    {
        Matrix matrix = Zeros(rows, columns, gap);
        Fill(matrix, Rng, deviation);
        return matrix;
    }

    /// <summary>One row of these values.</summary>
    public Matrix Row(params ReadOnlySpan<float> values)
    {
        Matrix matrix = Zeros(1, values.Length);
        values.CopyTo(matrix[0]);
        return matrix;
    }

    public Matrix Copy(Matrix source)
    {
        Matrix matrix = Zeros(source.Rows, source.Columns);
        source.CopyTo(matrix);
        return matrix;
    }

    public static void Fill(Matrix matrix, Rng rng, double deviation)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            Fill(matrix[row], rng, deviation);
        }
    }

    public static void Fill(Span<float> values, Rng rng, double deviation)
    {
        foreach (ref float value in values)
        {
            value = (float)(rng.NextNormal() * deviation);
        }
    }

    public void Dispose()
    {
        foreach ((NativeBuffer buffer, Matrix whole, Matrix inner) in _all)
        {
            inner.Clear();
            double guards = 0;
            for (int row = 0; row < whole.Rows; row++)
            {
                foreach (float value in whole[row])
                {
                    guards += value == Guard ? 1 : 0;
                }
            }

            int expected = (whole.Rows * whole.Columns) - (inner.Rows * inner.Columns);
            buffer.Dispose();
            Assert.True(guards == expected, $"{expected - guards} floats beside a matrix {inner.Rows}×{inner.Columns} were overwritten");
        }
    }
}
