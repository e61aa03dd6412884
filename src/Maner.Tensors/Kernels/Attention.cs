namespace Maner.Tensors.Kernels;

/// <summary>The rows of one sentence in a packed batch: its keys and values, and the query rows (all of them, or the few that are read).</summary>
/// <param name="KeyStart">First row of the sentence in K and V.</param>
/// <param name="KeyCount">Tokens of the sentence.</param>
/// <param name="QueryStart">First row of the sentence in Q and the result.</param>
/// <param name="QueryCount">Rows of the sentence that ask.</param>
internal readonly record struct AttentionSpan(int KeyStart, int KeyCount, int QueryStart, int QueryCount);

/// <summary>
/// Scaled dot-product attention with several heads (Vaswani et al. 2017, §3.2), within each sentence of a packed batch:
/// O = dropout(softmax(Q·Kᵀ/√D))·V. An item is one head of one sentence. The probabilities are not kept: the backward pass computes
/// them again, which costs a sixth of it and saves T² floats a head and layer.
/// </summary>
internal static unsafe class Attention
{
    /// <summary>O from Q, K and V.</summary>
    /// <param name="workers">The threads that share heads and sentences.</param>
    /// <param name="spans">The sentences.</param>
    /// <param name="heads">A; the head width is D = H/A.</param>
    /// <param name="q">[R, H].</param>
    /// <param name="k">[N, H].</param>
    /// <param name="v">[N, H].</param>
    /// <param name="dropout">On the probabilities.</param>
    /// <param name="o">[R, H].</param>
    public static void Forward(
        Workers workers, ReadOnlySpan<AttentionSpan> spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix o)
    {
        Shapes.CheckSame(q, o, "attention");
        Shapes.CheckSame(k, v, "attention");
        fixed (AttentionSpan* span = spans)
        {
            workers.Run(spans.Length * heads, new ForwardItem(span, heads, q, k, v, dropout, o));
        }
    }

    // forward: S = Q·Kᵀ/√D, P = softmax(S), P̃ = mask∘P, O = P̃·V
    // so:      dV = P̃ᵀ·dO,  dP = mask∘(dO·Vᵀ),  dS = P∘(dP − Σ dP∘P)/√D,  dQ = dS·K,  dK = dSᵀ·Q

    /// <summary>dQ, dK and dV from dO; each is written whole, not added to.</summary>
    /// <param name="workers">The threads that share heads and sentences.</param>
    /// <param name="spans">The sentences.</param>
    /// <param name="heads">A.</param>
    /// <param name="q">[R, H].</param>
    /// <param name="k">[N, H].</param>
    /// <param name="v">[N, H].</param>
    /// <param name="dropout">The forward pass's.</param>
    /// <param name="dO">[R, H].</param>
    /// <param name="dQ">[R, H].</param>
    /// <param name="dK">[N, H].</param>
    /// <param name="dV">[N, H].</param>
    public static void Backward(
        Workers workers, ReadOnlySpan<AttentionSpan> spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix dO,
        Matrix dQ, Matrix dK, Matrix dV)
    {
        Shapes.CheckSame(q, dO, "attention backward");
        Shapes.CheckSame(q, dQ, "attention backward");
        Shapes.CheckSame(k, dK, "attention backward");
        Shapes.CheckSame(v, dV, "attention backward");
        fixed (AttentionSpan* span = spans)
        {
            workers.Run(spans.Length * heads, new BackwardItem(span, heads, q, k, v, dropout, dO, dQ, dK, dV));
        }
    }

    /// <summary>P of a head of a sentence, [QueryCount, KeyCount], into scratch.</summary>
    private static Matrix Probabilities(Matrix q, Matrix k, float* scratch)
    {
        var p = new Matrix(scratch, q.Rows, k.Rows, Padded(k.Rows));
        Gemm.OnThisThread(GemmOperand.Plain(q), GemmOperand.Transposed(k), p, accumulate: false);
        float scale = 1 / MathF.Sqrt(q.Columns);
        for (int row = 0; row < p.Rows; row++)
        {
            Softmax.Row(p.RowPointer(row), p.Columns, scale, out _, out _);
        }

        return p;
    }

    /// <summary>destination = mask∘source. The mask's row is named by the query's row in the batch and the head.</summary>
    private static void Mask(Dropout dropout, int head, int heads, int queryStart, Matrix source, Matrix destination)
    {
        for (int row = 0; row < source.Rows; row++)
        {
            DropoutRow mask = dropout.Row(((queryStart + row) * heads) + head);
            float* from = source.RowPointer(row);
            float* to = destination.RowPointer(row);
            for (int column = 0; column < source.Columns; column += Lanes.Count)
            {
                int left = source.Columns - column;
                Lanes.Store(Lanes.Load(from + column, left) * mask.Factors(column), to + column, left);
            }
        }
    }

    /// <summary>Rows of scores start on a cache line.</summary>
    private static int Padded(int columns) => (columns + Lanes.Count - 1) / Lanes.Count * Lanes.Count;

    /// <summary>Where one head of one sentence is in the matrices of a batch.</summary>
    private readonly struct HeadOfSentence(AttentionSpan span, int head, int width)
    {
        public AttentionSpan Span => span;

        public int Head => head;

        public Matrix QueryRows(Matrix matrix) => matrix.RowRange(span.QueryStart, span.QueryCount).ColumnRange(head * width, width);

        public Matrix KeyRows(Matrix matrix) => matrix.RowRange(span.KeyStart, span.KeyCount).ColumnRange(head * width, width);
    }

    private readonly struct ForwardItem(AttentionSpan* spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix o)
        : IParallelOperation
    {
        public void Invoke(int item)
        {
            var part = new HeadOfSentence(spans[item / heads], item % heads, q.Columns / heads);
            AttentionSpan span = part.Span;
            Matrix queries = part.QueryRows(q), keys = part.KeyRows(k), values = part.KeyRows(v), result = part.QueryRows(o);

            Matrix p = Probabilities(queries, keys, Scratch.Rent(ScratchUse.Attention, (nint)span.QueryCount * Padded(span.KeyCount)));
            if (dropout.IsOn)
            {
                Mask(dropout, part.Head, heads, span.QueryStart, p, p);
            }

            Gemm.OnThisThread(GemmOperand.Plain(p), GemmOperand.Plain(values), result, accumulate: false);
        }
    }

    private readonly struct BackwardItem(
        AttentionSpan* spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix dO, Matrix dQ, Matrix dK, Matrix dV)
        : IParallelOperation
    {
        public void Invoke(int item)
        {
            var part = new HeadOfSentence(spans[item / heads], item % heads, q.Columns / heads);
            AttentionSpan span = part.Span;
            Matrix queries = part.QueryRows(q), keys = part.KeyRows(k), values = part.KeyRows(v), dResult = part.QueryRows(dO);
            Matrix dQueries = part.QueryRows(dQ), dKeys = part.KeyRows(dK), dValues = part.KeyRows(dV);

            int stride = Padded(span.KeyCount);
            nint size = (nint)span.QueryCount * stride;
            float* scratch = Scratch.Rent(ScratchUse.Attention, 2 * size);
            Matrix p = Probabilities(queries, keys, scratch);
            var other = new Matrix(scratch + size, p.Rows, p.Columns, stride);

            Matrix dropped = p;
            if (dropout.IsOn)
            {
                Mask(dropout, part.Head, heads, span.QueryStart, p, other);
                dropped = other;
            }

            Gemm.OnThisThread(GemmOperand.Transposed(dropped), GemmOperand.Plain(dResult), dValues, accumulate: false);

            Matrix dP = other;
            Gemm.OnThisThread(GemmOperand.Plain(dResult), GemmOperand.Transposed(values), dP, accumulate: false);
            if (dropout.IsOn)
            {
                Mask(dropout, part.Head, heads, span.QueryStart, dP, dP);
            }

            float scale = 1 / MathF.Sqrt(queries.Columns);
            for (int row = 0; row < p.Rows; row++)
            {
                Softmax.BackwardRow(p.RowPointer(row), dP.RowPointer(row), p.Columns, scale);
            }

            Gemm.OnThisThread(GemmOperand.Plain(dP), GemmOperand.Plain(keys), dQueries, accumulate: false);
            Gemm.OnThisThread(GemmOperand.Transposed(dP), GemmOperand.Plain(queries), dKeys, accumulate: false);
        }
    }
}
