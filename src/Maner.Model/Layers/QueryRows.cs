using System.Runtime.InteropServices;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// The rows of a batch whose hidden states are asked for, and where they are in their sentences: in the last layer only those are queries, in the others all rows.
/// </summary>
internal sealed class QueryRows
{
    private readonly List<AttentionSpan> _all = [];
    private readonly List<AttentionSpan> _selected = [];
    private readonly List<int> _rows = [];
    private readonly List<int> _places = [];

    /// <summary>The rows that are asked for, in ascending order; empty for all.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The places in their sentences of the rows that are asked for; empty where all are.</summary>
    public ReadOnlySpan<int> Places => CollectionsMarshal.AsSpan(_places);

    /// <summary>The sentences with all rows as queries.</summary>
    public ReadOnlySpan<AttentionSpan> AllSpans => CollectionsMarshal.AsSpan(_all);

    /// <summary>The sentences with those rows as queries that are asked for.</summary>
    public ReadOnlySpan<AttentionSpan> SelectedSpans => CollectionsMarshal.AsSpan(_selected);

    /// <summary>Tokens of the longest sentence.</summary>
    public int Longest { get; private set; }

    /// <summary>The sentences as a layer sees them.</summary>
    public ReadOnlySpan<AttentionSpan> Spans(bool isLast) => isLast ? SelectedSpans : AllSpans;

    /// <summary>The query rows of a layer; empty for all.</summary>
    public ReadOnlySpan<int> Of(bool isLast) => isLast ? Rows : [];

    /// <summary>Finds each sentence's rows among all and among those selected.</summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="rows">Rows of the batch in ascending order; empty for all.</param>
    /// <param name="maxTokens">Tokens of the longest sentence that the encoder can see.</param>
    /// <exception cref="InvalidDataException">A sentence is longer.</exception>
    /// <exception cref="ArgumentException">Rows are not in ascending order, or not of the batch.</exception>
    public void Set(PackedBatch batch, ReadOnlySpan<int> rows, int maxTokens)
    {
        _all.Clear();
        _selected.Clear();
        _rows.Clear();
        _places.Clear();
        _rows.AddRange(rows);
        Longest = 0;
        int selected = 0;
        for (int sequence = 0; sequence < batch.Count; sequence++)
        {
            int start = batch.Offsets[sequence], end = batch.Offsets[sequence + 1], length = end - start;
            if (length > maxTokens)
            {
                throw new InvalidDataException($"A sequence has {length} tokens; the encoder's window is {maxTokens}. Split it first.");
            }

            Longest = Math.Max(Longest, length);
            int firstSelected = selected;
            while (selected < rows.Length && rows[selected] < end)
            {
                if (rows[selected] < start || (selected > 0 && rows[selected] <= rows[selected - 1]))
                {
                    throw new ArgumentException($"Expected rows in ascending order, found {rows[selected]} at place {selected}.", nameof(rows));
                }

                _places.Add(rows[selected] - start);
                selected++;
            }

            _all.Add(new AttentionSpan(start, length, start, length));
            _selected.Add(rows.IsEmpty ? _all[^1] : new AttentionSpan(start, length, firstSelected, selected - firstSelected));
        }

        if (selected != rows.Length)
        {
            throw new ArgumentException($"Expected rows below {batch.TokenCount}, found {rows[selected]}.", nameof(rows));
        }
    }
}
