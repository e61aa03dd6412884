namespace Maner.Tensors.Kernels;

/// <summary>The rows of one sentence in a packed batch: its keys and values, and the query rows (all of them, or the few that are read).</summary>
/// <param name="KeyStart">First row of the sentence in K and V.</param>
/// <param name="KeyCount">Tokens of the sentence.</param>
/// <param name="QueryStart">First row of the sentence in Q and the result.</param>
/// <param name="QueryCount">Rows of the sentence that ask.</param>
internal readonly record struct AttentionSpan(int KeyStart, int KeyCount, int QueryStart, int QueryCount);

/// <summary>What a layer's attention does besides the formula.</summary>
/// <param name="Window">Tokens on either side that a token sees; null for its whole sentence.</param>
/// <param name="Rotation">Factors of <see cref="RotaryTable"/> for queries and keys; null for none.</param>
internal readonly record struct AttentionPattern(int? Window = null, Matrix? Rotation = null);

/// <summary>
/// Scaled dot-product attention with several heads (Vaswani et al. 2017, §3.2), within each sentence of a packed batch:
/// O = dropout(softmax(Q·Kᵀ/√D))·V. An item is one head of one sentence. The probabilities are not kept: the backward pass computes
/// them again, which costs a sixth of it and saves T² floats a head and layer.
/// <para>
/// With a window (Beltagy et al. 2020) a query's softmax is over the keys within it, and blocks of queries are multiplied with the keys that they see: time is
/// linear in the length. The bits are those of scores that are computed whole and cut.
/// </para>
/// </summary>
internal static unsafe class Attention
{
    /// <summary>O from Q, K and V.</summary>
    /// <param name="workers">The threads that share heads and sentences.</param>
    /// <param name="spans">The sentences.</param>
    /// <param name="heads">A; the head width is D = H/A.</param>
    /// <param name="q">[R, H]; with a rotation it is turned in place.</param>
    /// <param name="k">[N, H]; with a rotation it is turned in place.</param>
    /// <param name="v">[N, H].</param>
    /// <param name="dropout">On the probabilities.</param>
    /// <param name="o">[R, H].</param>
    /// <param name="pattern">Window and rotation.</param>
    /// <param name="places">The R queries' places in their sentences; empty where queries are all N rows, and without a pattern.</param>
    public static void Forward(
        Workers workers, ReadOnlySpan<AttentionSpan> spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix o,
        AttentionPattern pattern = default, ReadOnlySpan<int> places = default)
    {
        Shapes.CheckSame(q, o, "attention");
        Shapes.CheckSame(k, v, "attention");
        Check(pattern, places, q, k, heads);
        fixed (AttentionSpan* span = spans)
        {
            fixed (int* place = places)
            {
                Lanes.Run(workers, spans.Length * heads, new ForwardItem(new Heads(span, heads, q.Columns / heads, pattern, place), q, k, v, dropout, o));
            }
        }
    }

    // forward: S = Q·Kᵀ/√D, P = softmax(S), P̃ = mask∘P, O = P̃·V
    // so:      dV = P̃ᵀ·dO,  dP = mask∘(dO·Vᵀ),  dS = P∘(dP − Σ dP∘P)/√D,  dQ = dS·K,  dK = dSᵀ·Q; a rotation is undone last

    /// <summary>dQ, dK and dV from dO; each is written whole, not added to.</summary>
    /// <param name="workers">The threads that share heads and sentences.</param>
    /// <param name="spans">The sentences.</param>
    /// <param name="heads">A.</param>
    /// <param name="q">[R, H], as the forward pass left it.</param>
    /// <param name="k">[N, H], as the forward pass left it.</param>
    /// <param name="v">[N, H].</param>
    /// <param name="dropout">The forward pass's.</param>
    /// <param name="dO">[R, H].</param>
    /// <param name="dQ">[R, H].</param>
    /// <param name="dK">[N, H].</param>
    /// <param name="dV">[N, H].</param>
    /// <param name="pattern">The forward pass's.</param>
    /// <param name="places">The forward pass's.</param>
    public static void Backward(
        Workers workers, ReadOnlySpan<AttentionSpan> spans, int heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix dO,
        Matrix dQ, Matrix dK, Matrix dV, AttentionPattern pattern = default, ReadOnlySpan<int> places = default)
    {
        Shapes.CheckSame(q, dO, "attention backward");
        Shapes.CheckSame(q, dQ, "attention backward");
        Shapes.CheckSame(k, dK, "attention backward");
        Shapes.CheckSame(v, dV, "attention backward");
        Check(pattern, places, q, k, heads);
        fixed (AttentionSpan* span = spans)
        {
            fixed (int* place = places)
            {
                Lanes.Run(workers, spans.Length * heads, new BackwardItem(new Heads(span, heads, q.Columns / heads, pattern, place), q, k, v, dropout, dO, dQ, dK, dV));
            }
        }
    }

    /// <summary>Rows of scores start on a cache line.</summary>
    internal static int Padded(int columns) => (columns + Lanes.Count - 1) / Lanes.Count * Lanes.Count;

    private static void Check(AttentionPattern pattern, ReadOnlySpan<int> places, Matrix q, Matrix k, int heads)
    {
        bool needsPlaces = pattern.Window is not null || pattern.Rotation is not null;
        Shapes.Check(places.IsEmpty ? !needsPlaces || q.Rows == k.Rows : places.Length == q.Rows, $"the places of {q.Rows} queries, found {places.Length}");
        Shapes.Check(pattern.Rotation is not { } rotation || rotation.Columns == q.Columns / heads, $"rotations of heads {q.Columns / heads} wide");
    }

    /// <summary>P of some queries, [QueryCount, KeyCount], into scratch: zero for keys that a query does not see.</summary>
    private static Matrix Probabilities<TLanes>(in AttentionHead part, AttentionBlock block, Matrix q, Matrix k, float* scratch)
        where TLanes : struct, ILanes<TLanes>
    {
        var p = new Matrix(scratch, q.Rows, k.Rows, Padded(k.Rows));
        Gemm.OnThisThread(GemmOperand.Plain(q), GemmOperand.Transposed(k), p, accumulate: false);
        float scale = 1 / MathF.Sqrt(q.Columns);
        for (int row = 0; row < p.Rows; row++)
        {
            (int start, int count) = part.Band(block, row);
            Softmax.Row<TLanes>(p.RowPointer(row) + start, count, scale, out _, out _);
            ClearOutside(p, row, start, count);
        }

        return p;
    }

    /// <summary>destination = mask∘source. The mask's row is named by the query's row in the batch and the head, its columns count from the first key that is seen.</summary>
    private static void Mask<TLanes>(Dropout dropout, in AttentionHead part, AttentionBlock block, int heads, Matrix source, Matrix destination)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int row = 0; row < source.Rows; row++)
        {
            DropoutRow mask = dropout.Row(((part.Span.QueryStart + block.Query + row) * heads) + part.Head);
            (int start, int count) = part.Band(block, row);
            float* from = source.RowPointer(row) + start;
            float* to = destination.RowPointer(row) + start;
            for (int column = 0; column < count; column += Lanes.Count)
            {
                int left = count - column;
                Lanes.Store(Lanes.Load<TLanes>(from + column, left) * mask.Factors<TLanes>(column), to + column, left);
            }

            ClearOutside(destination, row, start, count);
        }
    }

    private static void ClearOutside(Matrix matrix, int row, int start, int count)
    {
        if (count < matrix.Columns)
        {
            Span<float> values = matrix[row];
            values[..start].Clear();
            values[(start + count)..].Clear();
        }
    }

    /// <summary>All heads of all sentences.</summary>
    private readonly struct Heads(AttentionSpan* spans, int heads, int width, AttentionPattern pattern, int* places)
    {
        public int Count => heads;

        public AttentionHead this[int item] => new(spans[item / heads], item % heads, width, pattern.Window, places);

        public void Turn<TLanes>(in AttentionHead part, Matrix queries, Matrix keys, bool back)
            where TLanes : struct, ILanes<TLanes>
        {
            if (pattern.Rotation is { } factors)
            {
                RotaryTable.Turn<TLanes>(queries, factors, part.Places, back);
                RotaryTable.Turn<TLanes>(keys, factors, null, back);
            }
        }
    }

    private readonly struct ForwardItem(Heads heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix o) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            AttentionHead part = heads[item];
            Matrix queries = part.QueryRows(q), keys = part.KeyRows(k), values = part.KeyRows(v), result = part.QueryRows(o);
            heads.Turn<TLanes>(part, queries, keys, back: false);
            AttentionBlock block;
            for (int query = 0; query < queries.Rows; query += block.QueryCount)
            {
                block = part.BlockFrom(query);
                float* scratch = Scratch.Rent(ScratchUse.Attention, (nint)block.QueryCount * Padded(block.KeyCount));
                Matrix p = Probabilities<TLanes>(part, block, queries.RowRange(query, block.QueryCount), keys.RowRange(block.Key, block.KeyCount), scratch);
                if (dropout.IsOn)
                {
                    Mask<TLanes>(dropout, part, block, heads.Count, p, p);
                }

                Gemm.OnThisThread(
                    GemmOperand.Plain(p), GemmOperand.Plain(values.RowRange(block.Key, block.KeyCount)), result.RowRange(query, block.QueryCount), accumulate: false);
            }
        }
    }

    private readonly struct BackwardItem(
        Heads heads, Matrix q, Matrix k, Matrix v, Dropout dropout, Matrix dO, Matrix dQ, Matrix dK, Matrix dV)
        : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            AttentionHead part = heads[item];
            Matrix dQueries = part.QueryRows(dQ), dKeys = part.KeyRows(dK), dValues = part.KeyRows(dV);
            bool isOne = part.IsOneBlock;
            if (!isOne)
            {
                dKeys.Clear(); // each block adds to what it sees
                dValues.Clear();
            }

            AttentionBlock block;
            for (int query = 0; query < dQueries.Rows; query += block.QueryCount)
            {
                block = part.BlockFrom(query);
                Backward<TLanes>(part, block, dQueries, dKeys, dValues, accumulate: !isOne);
            }

            heads.Turn<TLanes>(part, dQueries, dKeys, back: true);
        }

        private void Backward<TLanes>(in AttentionHead part, AttentionBlock block, Matrix dQueries, Matrix dKeys, Matrix dValues, bool accumulate)
            where TLanes : struct, ILanes<TLanes>
        {
            Matrix queries = part.QueryRows(q).RowRange(block.Query, block.QueryCount), dResult = part.QueryRows(dO).RowRange(block.Query, block.QueryCount);
            Matrix keys = part.KeyRows(k).RowRange(block.Key, block.KeyCount), values = part.KeyRows(v).RowRange(block.Key, block.KeyCount);
            int stride = Padded(block.KeyCount);
            nint size = (nint)block.QueryCount * stride;
            float* scratch = Scratch.Rent(ScratchUse.Attention, 2 * size);
            Matrix p = Probabilities<TLanes>(part, block, queries, keys, scratch);
            var other = new Matrix(scratch + size, p.Rows, p.Columns, stride);

            Matrix dropped = p;
            if (dropout.IsOn)
            {
                Mask<TLanes>(dropout, part, block, heads.Count, p, other);
                dropped = other;
            }

            Gemm.OnThisThread(GemmOperand.Transposed(dropped), GemmOperand.Plain(dResult), dValues.RowRange(block.Key, block.KeyCount), accumulate);

            Matrix dP = other;
            Gemm.OnThisThread(GemmOperand.Plain(dResult), GemmOperand.Transposed(values), dP, accumulate: false);
            if (dropout.IsOn)
            {
                Mask<TLanes>(dropout, part, block, heads.Count, dP, dP);
            }

            float scale = 1 / MathF.Sqrt(queries.Columns);
            for (int row = 0; row < p.Rows; row++)
            {
                (int start, int count) = part.Band(block, row);
                Softmax.BackwardRow<TLanes>(p.RowPointer(row) + start, dP.RowPointer(row) + start, count, scale);
                ClearOutside(dP, row, start, count);
            }

            Gemm.OnThisThread(GemmOperand.Plain(dP), GemmOperand.Plain(keys), dQueries.RowRange(block.Query, block.QueryCount), accumulate: false);
            Gemm.OnThisThread(GemmOperand.Transposed(dP), GemmOperand.Plain(queries), dKeys.RowRange(block.Key, block.KeyCount), accumulate);
        }
    }
}
