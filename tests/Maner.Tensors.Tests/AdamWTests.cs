using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class AdamWTests : IDisposable
{
    private const int Length = 16384 + 37; // more than a block, and no multiple of sixteen
    private readonly Workers _workers = new(2);

    public void Dispose() => _workers.Dispose();

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.1, 1.0)]
    [InlineData(0.01, 0.125)]
    public void Thirty_steps_follow_PyTorchs_formula(double weightDecay, double scale)
    {
        const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
        var rng = new Rng(7);
        using NativeBuffer values = new(Length), gradients = new(Length), first = new(Length), second = new(Length);
        TestMatrices.Fill(values.Span, rng, 0.1);
        double[] p = Reference.Doubles(values.Span), m = new double[Length], v = new double[Length];
        const int Steps = 30;
        const float Rate = 1e-3f;
        for (int number = 1; number <= Steps; number++)
        {
            for (int index = 0; index < Length; index++)
            {
                // From far below epsilon to far above 1; every seventh parameter has no gradient.
                double magnitude = Math.Pow(10, (index % 25) - 18);
                gradients.Span[index] = index % 7 == 0 ? 0 : (float)(magnitude * rng.NextNormal());
            }

            var step = new AdamWStep(Rate, number, (float)scale, (float)weightDecay);
            AdamW.Update(_workers, step, decay: true, 0, Length, values, gradients, first, second);

            for (int index = 0; index < Length; index++)
            {
                // torch/optim/adamw.py, _single_tensor_adamw, in double precision.
                double g = gradients.Span[index] * scale;
                p[index] *= 1 - (Rate * weightDecay);
                m[index] = (Beta1 * m[index]) + ((1 - Beta1) * g);
                v[index] = (Beta2 * v[index]) + ((1 - Beta2) * g * g);
                double denominator = (Math.Sqrt(v[index]) / Math.Sqrt(1 - Math.Pow(Beta2, number))) + Epsilon;
                p[index] -= Rate / (1 - Math.Pow(Beta1, number)) * m[index] / denominator;
            }
        }

        // A step moves a parameter by about the rate and rounds it once for decay and once for the update. β₂ = 0.999 as a float is 1.3e-5 of 1 − β₂ off.
        AssertClose.All(Reference.Floats(p), values.Span, (Steps * Rate * 2e-5) + (Steps * 2e-9), Steps * 1.2e-7, "p");
    }

    [Fact]
    public void The_first_step_moves_by_the_rate_against_the_sign()
    {
        using NativeBuffer values = new(3), gradients = new(3), first = new(3), second = new(3);
        new float[] { 5, -1e-3f, 0 }.CopyTo(gradients.Span);

        AdamW.Update(_workers, new AdamWStep(0.01f, 1, 1, 0), decay: true, 0, 3, values, gradients, first, second);

        AssertClose.All([-0.01f, 0.01f, 0], values.Span, 1e-8, 2e-5, "p");
    }

    [Fact]
    public void Only_the_run_is_updated_and_decay_only_where_asked()
    {
        using NativeBuffer values = new(100), gradients = new(100), first = new(100), second = new(100);
        values.Span.Fill(1);
        var step = new AdamWStep(0.5f, 1, 1, 0.5f);

        AdamW.Update(_workers, step, decay: true, 10, 20, values, gradients, first, second);
        AdamW.Update(_workers, step, decay: false, 30, 20, values, gradients, first, second);

        for (int index = 0; index < 100; index++)
        {
            Assert.Equal(index is >= 10 and < 30 ? 0.75f : 1, values.Span[index]);
        }
    }

    [Fact]
    public void Rows_of_a_table_are_updated_as_a_run_would_be()
    {
        using var matrices = new TestMatrices();
        const int Width = 21;
        int[] rows = [7, 0, 4];
        Matrix table = matrices.Normal(9, Width), before = matrices.Copy(table);
        Matrix gradients = matrices.Normal(5, Width), first = matrices.Normal(5, Width), second = matrices.Normal(5, Width);
        for (int row = 0; row < 5; row++)
        {
            foreach (ref float value in second[row])
            {
                value *= value;
            }
        }

        var step = new AdamWStep(0.01f, 3, 0.5f, 0.1f);
        using NativeBuffer p = new(Width), g = new(Width), m = new(Width), v = new(Width);
        Matrix firstBefore = matrices.Copy(first), secondBefore = matrices.Copy(second);
        AdamW.UpdateRows(_workers, step, rows, table, gradients, first, second);

        for (int slot = 0; slot < rows.Length; slot++)
        {
            before[rows[slot]].CopyTo(p.Span);
            gradients[slot].CopyTo(g.Span);
            firstBefore[slot].CopyTo(m.Span);
            secondBefore[slot].CopyTo(v.Span);
            AdamW.Update(_workers, step, decay: true, 0, Width, p, g, m, v);
            AssertBits.Equal(p.Span, table[rows[slot]], "p");
            AssertBits.Equal(m.Span, first[slot], "m");
            AssertBits.Equal(v.Span, second[slot], "v");
        }

        foreach (int row in Enumerable.Range(0, 9).Except(rows))
        {
            AssertBits.Equal(before[row], table[row], "a row without a slot");
        }
    }

    [Fact]
    public void Decay_multiplies_one_factor_after_another()
    {
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(3, 19), expected = matrices.Copy(x);
        float[] factors = [0.999f, 0.9987f, 1, 0.5f, 0.99999f];
        for (int row = 0; row < 3; row++)
        {
            foreach (ref float value in expected[row])
            {
                foreach (float factor in factors)
                {
                    value *= factor;
                }
            }
        }

        AdamW.Decay(_workers, x, factors);

        AssertBits.Equal(expected, x, "x");
    }
}
