using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>Attention to windows and with rotary positions: the bits of scores computed whole and cut (forward), and formulas in double precision.</summary>
public sealed class WindowedAttentionTests : IDisposable
{
    private const int Heads = 2;
    private readonly Workers _workers = new(2);
    private readonly TestMatrices _matrices = new(31);

    public void Dispose()
    {
        _workers.Dispose();
        _matrices.Dispose();
    }

    // Lengths around the window, around a block of queries, and long ones; some with a few queries only.
    public static TheoryData<int?, int, double, bool> Cases() => new()
    {
        { 0, 8, 0.0, false }, { 3, 8, 0.0, false }, { 3, 8, 0.3, true }, { 64, 16, 0.0, true }, { 64, 16, 0.2, false }, { null, 10, 0.0, true }, { null, 10, 0.2, true }, { 1000, 6, 0.0, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_has_the_bits_of_scores_that_are_cut(int? window, int width, double rate, bool isTurned)
    {
        Problem problem = New(window, width, rate, isTurned);
        Matrix q = _matrices.Copy(problem.Q), k = _matrices.Copy(problem.K), o = _matrices.Zeros(q.Rows, q.Columns);
        Attention.Forward(_workers, problem.Spans, Heads, q, k, problem.V, problem.Dropout, o, problem.Pattern, problem.Places);

        Matrix expected = _matrices.Zeros(q.Rows, q.Columns);
        foreach (AttentionSpan span in problem.Spans)
        {
            for (int head = 0; head < Heads; head++)
            {
                Naively(problem, span, head, q, k, expected); // turned already: the rotation has tests of its own
            }
        }

        AssertBits.Equal(expected, o, "O");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_backward_follow_the_formula(int? window, int width, double rate, bool isTurned)
    {
        Problem problem = New(window, width, rate, isTurned);
        Matrix q = _matrices.Copy(problem.Q), k = _matrices.Copy(problem.K), o = _matrices.Zeros(q.Rows, q.Columns), dO = _matrices.Normal(q.Rows, q.Columns);

        // Gradients are written whole: what stood there before must not matter.
        Matrix dQ = _matrices.Normal(q.Rows, q.Columns, double.NaN), dK = _matrices.Normal(k.Rows, k.Columns, double.NaN), dV = _matrices.Normal(k.Rows, k.Columns, double.NaN);
        Attention.Forward(_workers, problem.Spans, Heads, q, k, problem.V, problem.Dropout, o, problem.Pattern, problem.Places);
        Attention.Backward(_workers, problem.Spans, Heads, q, k, problem.V, problem.Dropout, dO, dQ, dK, dV, problem.Pattern, problem.Places);

        var formula = new Formula(problem, dO);
        AssertClose.All(formula.O, o, 2e-6, 2e-5, "O");
        AssertClose.All(formula.DQ, dQ, 2e-5, 2e-5, "dQ");
        AssertClose.All(formula.DK, dK, 3e-5, 2e-5, "dK");
        AssertClose.All(formula.DV, dV, 2e-5, 2e-5, "dV");
    }

    [Fact]
    public void Scores_depend_on_distances_alone()
    {
        using var table = new RotaryTable(8, 10_000);
        Matrix factors = table.For(200), one = _matrices.Normal(1, 8), other = _matrices.Normal(1, 8);

        double Score(int place, int otherPlace)
        {
            Matrix left = Turned(one, factors, place), right = Turned(other, factors, otherPlace);
            return Enumerable.Range(0, 8).Sum(column => (double)left[0][column] * right[0][column]);
        }

        Assert.Equal(Score(3, 10), Score(150, 157), 1e-5);
        Assert.NotEqual(Score(3, 10), Score(3, 11), 1e-3);
        AssertClose.All(AssertClose.Flat(one), Turned(Turned(one, factors, 77), factors, 77, back: true), 1e-6, 1e-6, "turned and turned back");
    }

    [Fact]
    public void Long_sentences_are_computed_in_parts_to_the_same_bits()
    {
        // 1,500 tokens' scores are more than are computed at once: three queries of them alone are not.
        const int Tokens = 1500, Width = Heads * 4;
        Matrix q = _matrices.Normal(Tokens, Width), kv = _matrices.Normal(Tokens, Width), all = _matrices.Zeros(Tokens, Width), few = _matrices.Zeros(3, Width);
        Attention.Forward(_workers, [new(0, Tokens, 0, Tokens)], Heads, q, kv, kv, Dropout.None, all);
        Attention.Forward(_workers, [new(0, Tokens, 0, 3)], Heads, q.RowRange(1200, 3), kv, kv, Dropout.None, few);

        AssertBits.Equal(all.RowRange(1200, 3), few, "O");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_team_does_not_matter(int threads)
    {
        using var team = new Workers(threads);
        Problem problem = New(window: 5, width: 12, rate: 0.1, isTurned: true);
        Matrix dO = _matrices.Normal(problem.Q.Rows, problem.Q.Columns);
        Matrix[] expected = Run(_workers), found = Run(team);
        for (int index = 0; index < expected.Length; index++)
        {
            AssertBits.Equal(expected[index], found[index], $"result {index}");
        }

        Matrix[] Run(Workers workers)
        {
            Matrix q = _matrices.Copy(problem.Q), k = _matrices.Copy(problem.K), o = _matrices.Zeros(q.Rows, q.Columns);
            Matrix dQ = _matrices.Zeros(q.Rows, q.Columns), dK = _matrices.Zeros(k.Rows, k.Columns), dV = _matrices.Zeros(k.Rows, k.Columns);
            Attention.Forward(workers, problem.Spans, Heads, q, k, problem.V, problem.Dropout, o, problem.Pattern, problem.Places);
            Attention.Backward(workers, problem.Spans, Heads, q, k, problem.V, problem.Dropout, dO, dQ, dK, dV, problem.Pattern, problem.Places);
            return [o, dQ, dK, dV];
        }
    }

    private unsafe Matrix Turned(Matrix row, Matrix factors, int place, bool back = false)
    {
        Matrix copy = _matrices.Copy(row);
        LaneWork.Turn(copy, factors, &place, back);
        return copy;
    }

    private Problem New(int? window, int width, double rate, bool isTurned)
    {
        (int Keys, int[] Queries)[] sentences = [(1, [0]), (7, [.. Enumerable.Range(0, 7)]), (9, []), (200, [.. Enumerable.Range(0, 200)]), (130, [0, 1, 60, 64, 65, 129]), (65, [64])];
        var spans = new List<AttentionSpan>();
        foreach ((int keys, int[] queries) in sentences)
        {
            AttentionSpan last = spans.LastOrDefault();
            spans.Add(new AttentionSpan(last.KeyStart + last.KeyCount, keys, last.QueryStart + last.QueryCount, queries.Length));
        }

        int[] places = [.. sentences.SelectMany(sentence => sentence.Queries)];
        int tokens = sentences.Sum(sentence => sentence.Keys);
        RotaryTable? table = isTurned ? new RotaryTable(width, 300) : null;
        Matrix? rotation = table is null ? null : _matrices.Copy(table.For(200).RowRange(0, 200));
        table?.Dispose();
        return new Problem(
            _matrices.Normal(places.Length, Heads * width), _matrices.Normal(tokens, Heads * width), _matrices.Normal(tokens, Heads * width),
            [.. spans], places, new AttentionPattern(window, rotation), new Dropout((float)rate, key: 11));
    }

    private void Naively(Problem problem, AttentionSpan span, int head, Matrix q, Matrix k, Matrix o)
    {
        int width = q.Columns / Heads, first = head * width;
        Matrix keys = k.RowRange(span.KeyStart, span.KeyCount).ColumnRange(first, width), values = problem.V.RowRange(span.KeyStart, span.KeyCount).ColumnRange(first, width);
        for (int query = span.QueryStart; query < span.QueryStart + span.QueryCount; query++)
        {
            Matrix scores = _matrices.Zeros(1, span.KeyCount);
            Naive.Gemm(q.RowRange(query, 1).ColumnRange(first, width), transposeA: false, keys, transposeB: true, scores, accumulate: false);
            (int begin, int end) = problem.Seen(span, query);
            scores[0][..begin].Clear();
            scores[0][end..].Clear();
            Matrix seen = scores.ColumnRange(begin, end - begin);
            SoftmaxOf(seen, 1 / MathF.Sqrt(width));
            for (int key = begin; key < end; key++)
            {
                scores[0][key] *= problem.Factor(query, head, key - begin);
            }

            Naive.Gemm(scores, transposeA: false, values, transposeB: false, o.RowRange(query, 1).ColumnRange(first, width), accumulate: false);
        }
    }

    private static void SoftmaxOf(Matrix row, float scale) => LaneWork.Softmax(row, scale, out _, out _);

    private sealed record Problem(Matrix Q, Matrix K, Matrix V, AttentionSpan[] Spans, int[] Places, AttentionPattern Pattern, Dropout Dropout)
    {
        public (int Begin, int End) Seen(AttentionSpan span, int query) => Pattern.Window is { } window
            ? (Math.Max(0, Places[query] - window), Math.Min(span.KeyCount, Places[query] + window + 1))
            : (0, span.KeyCount);

        public float Factor(int query, int head, int column) => Dropout.IsOn ? LaneWork.Factor(Dropout.Row((query * Heads) + head), column) : 1;
    }

    /// <summary>All results in double precision.</summary>
    private sealed class Formula
    {
        private readonly Problem _problem;
        private readonly int _width;

        public Formula(Problem problem, Matrix dO)
        {
            (_problem, _width) = (problem, problem.Q.Columns / Heads);
            int all = problem.Q.Columns;
            double[] o = new double[problem.Q.Rows * all], dQ = new double[o.Length], dK = new double[problem.K.Rows * all], dV = new double[dK.Length];
            double scale = 1 / Math.Sqrt(_width);
            foreach (AttentionSpan span in problem.Spans)
            {
                for (int head = 0; head < Heads; head++)
                {
                    int first = head * _width;
                    for (int query = span.QueryStart; query < span.QueryStart + span.QueryCount; query++)
                    {
                        (int begin, int end) = problem.Seen(span, query);
                        double[] q = Turned(problem.Q[query].Slice(first, _width), problem.Places[query], 1);
                        double[][] k = [.. Enumerable.Range(begin, end - begin).Select(key => Turned(problem.K[span.KeyStart + key].Slice(first, _width), key, 1))];
                        double[][] v = [.. Enumerable.Range(begin, end - begin).Select(key => Reference.Doubles(problem.V[span.KeyStart + key].Slice(first, _width)))];
                        double[] upstream = Reference.Doubles(dO[query].Slice(first, _width));
                        double[] p = Reference.Softmax([.. k.Select(key => Dot(q, key))], scale);
                        double[] mask = [.. Enumerable.Range(0, p.Length).Select(column => (double)problem.Factor(query, head, column))];
                        double[] dP = [.. v.Select((value, column) => mask[column] * Dot(upstream, value))];
                        double mean = Dot(p, dP);
                        double[] dTurned = new double[_width];
                        for (int column = 0; column < p.Length; column++)
                        {
                            double dScore = scale * p[column] * (dP[column] - mean);
                            int row = ((span.KeyStart + begin + column) * all) + first;
                            double[] dKey = Turned([.. q.Select(value => dScore * value)], begin + column, -1);
                            for (int index = 0; index < _width; index++)
                            {
                                o[(query * all) + first + index] += mask[column] * p[column] * v[column][index];
                                dV[row + index] += mask[column] * p[column] * upstream[index];
                                dK[row + index] += dKey[index];
                                dTurned[index] += dScore * k[column][index];
                            }
                        }

                        Turned(dTurned, problem.Places[query], -1).CopyTo(dQ, (query * all) + first);
                    }
                }
            }

            (O, DQ, DK, DV) = (Reference.Floats(o), Reference.Floats(dQ), Reference.Floats(dK), Reference.Floats(dV));
        }

        public float[] O { get; }

        public float[] DQ { get; }

        public float[] DK { get; }

        public float[] DV { get; }

        private static double Dot(double[] left, double[] right) => left.Zip(right, (one, other) => one * other).Sum();

        private double[] Turned(ReadOnlySpan<float> x, int place, int direction) => Turned(Reference.Doubles(x), place, direction);

        private double[] Turned(double[] x, int place, int direction)
        {
            if (_problem.Pattern.Rotation is not { } factors)
            {
                return x;
            }

            int half = _width / 2;
            var y = new double[_width];
            for (int pair = 0; pair < half; pair++)
            {
                double cos = factors[place][pair], sin = direction * factors[place][half + pair];
                y[pair] = (x[pair] * cos) - (x[half + pair] * sin);
                y[half + pair] = (x[half + pair] * cos) + (x[pair] * sin);
            }

            return y;
        }
    }
}
