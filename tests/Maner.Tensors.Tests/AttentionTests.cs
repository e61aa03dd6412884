using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>Attention against its formula in double precision; the backward pass also stands under SelfAttention's gradient checks.</summary>
public sealed class AttentionTests : IDisposable
{
    private const int Heads = 3;
    private readonly Workers _workers = new(2);

    public void Dispose() => _workers.Dispose();

    [Theory]
    [InlineData(8, 0.0)]
    [InlineData(64, 0.0)]
    [InlineData(13, 0.2)]
    public void Forward_and_backward_follow_the_formula(int headWidth, double rate)
    {
        // Sentences of these lengths, and how many of their rows ask: all, some, one, none.
        (int Keys, int Queries)[] sentences = [(1, 1), (2, 1), (15, 15), (16, 0), (17, 5), (33, 33), (250, 2)];
        using var matrices = new TestMatrices((ulong)headWidth);
        int keys = sentences.Sum(sentence => sentence.Keys), queries = sentences.Sum(sentence => sentence.Queries), width = Heads * headWidth;
        Matrix q = matrices.Normal(queries, width), kv = matrices.Normal(keys, 2 * width), dO = matrices.Normal(queries, width);
        Matrix k = kv.ColumnRange(0, width), v = kv.ColumnRange(width, width), o = matrices.Zeros(queries, width);

        // Gradients are written whole: what stood there before must not matter.
        Matrix dQ = matrices.Normal(queries, width, double.NaN), dKv = matrices.Normal(keys, 2 * width, double.NaN);
        Matrix dK = dKv.ColumnRange(0, width), dV = dKv.ColumnRange(width, width);
        var dropout = new Dropout((float)rate, key: 9);
        var spans = new List<AttentionSpan>();
        foreach ((int keyCount, int queryCount) in sentences)
        {
            AttentionSpan last = spans.LastOrDefault();
            spans.Add(new AttentionSpan(last.KeyStart + last.KeyCount, keyCount, last.QueryStart + last.QueryCount, queryCount));
        }

        Attention.Forward(_workers, spans.ToArray(), Heads, q, k, v, dropout, o);
        Attention.Backward(_workers, spans.ToArray(), Heads, q, k, v, dropout, dO, dQ, dK, dV);

        float[] expectedO = new float[queries * width], expectedQ = new float[queries * width];
        double[] expectedK = new double[keys * width], expectedV = new double[keys * width];
        foreach (AttentionSpan span in spans)
        {
            for (int head = 0; head < Heads; head++)
            {
                for (int query = span.QueryStart; query < span.QueryStart + span.QueryCount; query++)
                {
                    FollowQuery(span, head, query);
                }
            }
        }

        AssertClose.All(expectedO, o, 2e-6, 5e-6, "O");
        AssertClose.All(expectedQ, dQ, 1e-5, 1e-5, "dQ");
        AssertClose.All(Reference.Floats(expectedK), dK, 2e-5, 1e-5, "dK");
        AssertClose.All(Reference.Floats(expectedV), dV, 1e-5, 1e-5, "dV");

        void FollowQuery(AttentionSpan span, int head, int query)
        {
            int column = head * headWidth;
            double scale = 1 / Math.Sqrt(headWidth);
            Matrix ownKeys = k.RowRange(span.KeyStart, span.KeyCount), ownValues = v.RowRange(span.KeyStart, span.KeyCount);
            double[] p = Reference.Softmax([.. Each(span, key => Dot(q[query], ownKeys[key], column, column, headWidth))], scale);
            double[] mask = [.. Each(span, key => dropout.IsOn ? LaneWork.Factor(dropout.Row((query * Heads) + head), key) : 1)];
            double[] dP = [.. Each(span, key => mask[key] * Dot(dO[query], ownValues[key], column, column, headWidth))];
            double dot = Each(span, key => p[key] * dP[key]).Sum();
            for (int index = column; index < column + headWidth; index++)
            {
                expectedO[(query * width) + index] = (float)Each(span, key => mask[key] * p[key] * ownValues[key][index]).Sum();
                expectedQ[(query * width) + index] = (float)Each(span, key => scale * p[key] * (dP[key] - dot) * ownKeys[key][index]).Sum();
                for (int key = 0; key < span.KeyCount; key++)
                {
                    int at = ((span.KeyStart + key) * width) + index;
                    expectedK[at] += scale * p[key] * (dP[key] - dot) * q[query][index];
                    expectedV[at] += mask[key] * p[key] * dO[query][index];
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_team_does_not_matter(int threads)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        const int Width = Heads * 16;
        Matrix q = matrices.Normal(30, Width), k = matrices.Normal(30, Width), v = matrices.Normal(30, Width), dO = matrices.Normal(30, Width);
        AttentionSpan[] spans = [new(0, 13, 0, 13), new(13, 17, 13, 17)];
        var dropout = new Dropout(0.1f, 2);
        Matrix[] expected = Run(_workers), actual = Run(workers);
        for (int index = 0; index < expected.Length; index++)
        {
            AssertBits.Equal(expected[index], actual[index], $"result {index}");
        }

        Matrix[] Run(Workers team)
        {
            Matrix[] results = [.. Enumerable.Range(0, 4).Select(_ => matrices.Zeros(30, Width))];
            Attention.Forward(team, spans, Heads, q, k, v, dropout, results[0]);
            Attention.Backward(team, spans, Heads, q, k, v, dropout, dO, results[1], results[2], results[3]);
            return results;
        }
    }

    private static IEnumerable<double> Each(AttentionSpan span, Func<int, double> value) => Enumerable.Range(0, span.KeyCount).Select(value);

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int leftStart, int rightStart, int length)
    {
        double sum = 0;
        for (int index = 0; index < length; index++)
        {
            sum += (double)left[leftStart + index] * right[rightStart + index];
        }

        return sum;
    }
}
