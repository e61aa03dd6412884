namespace Maner.Tensors.Kernels;

/// <summary>Some queries of a sentence, and the keys that any of them sees.</summary>
/// <param name="Query">The first query, among the sentence's.</param>
/// <param name="QueryCount">Queries.</param>
/// <param name="Key">The first key, among the sentence's.</param>
/// <param name="KeyCount">Keys.</param>
internal readonly record struct AttentionBlock(int Query, int QueryCount, int Key, int KeyCount);

/// <summary>One head of one sentence: where it is in the matrices of a batch, and which keys each query sees.</summary>
internal readonly unsafe struct AttentionHead
{
    // A block of queries is multiplied with all keys that one of them sees, so of windows 64 wide on either side the corners, a quarter, are computed in vain.
    private const int PlacesInBlock = 48;
    private const int ScoresInBlock = 1 << 20; // 4 MB for each thread: up to 1,024 tokens at once

    private readonly int* _places;
    private readonly int _width;
    private readonly int _window;

    /// <param name="span">The sentence.</param>
    /// <param name="head">The head.</param>
    /// <param name="width">D.</param>
    /// <param name="window">Tokens that a query sees on either side; null for the whole sentence.</param>
    /// <param name="places">The places of all query rows in their sentences; null where queries and keys are the same rows.</param>
    public AttentionHead(AttentionSpan span, int head, int width, int? window, int* places)
    {
        (Span, Head, _width) = (span, head, width);
        _places = places is null ? null : places + span.QueryStart;
        _window = window is { } tokens && tokens < span.KeyCount - 1 ? tokens : -1;
    }

    public AttentionSpan Span { get; }

    public int Head { get; }

    /// <summary>The places of the sentence's query rows; null for 0, 1, 2, ….</summary>
    public int* Places => _places;

    public Matrix QueryRows(Matrix matrix) => matrix.RowRange(Span.QueryStart, Span.QueryCount).ColumnRange(Head * _width, _width);

    public Matrix KeyRows(Matrix matrix) => matrix.RowRange(Span.KeyStart, Span.KeyCount).ColumnRange(Head * _width, _width);

    /// <summary>The queries from <paramref name="query"/> on that are computed together.</summary>
    public AttentionBlock BlockFrom(int query)
    {
        int left = Span.QueryCount - query, count = 1;
        if (_window < 0)
        {
            return new AttentionBlock(query, Math.Min(left, Math.Max(PlacesInBlock, ScoresInBlock / Math.Max(1, Attention.Padded(Span.KeyCount)))), 0, Span.KeyCount);
        }

        int place = PlaceOf(query);
        while (count < left && PlaceOf(query + count) < place + PlacesInBlock)
        {
            count++;
        }

        int first = Math.Max(0, place - _window), end = Math.Min(Span.KeyCount, PlaceOf(query + count - 1) + _window + 1);
        return new AttentionBlock(query, count, first, end - first);
    }

    /// <summary>Whether one block has all queries and keys.</summary>
    public bool IsOneBlock => Span.QueryCount > 0 && BlockFrom(0) is { Key: 0 } block && block.QueryCount == Span.QueryCount && block.KeyCount == Span.KeyCount;

    /// <summary>The columns of a block's scores that a query sees.</summary>
    public (int Start, int Count) Band(AttentionBlock block, int row)
    {
        if (_window < 0)
        {
            return (0, block.KeyCount);
        }

        int place = PlaceOf(block.Query + row), first = Math.Max(0, place - _window), end = Math.Min(Span.KeyCount, place + _window + 1);
        return (first - block.Key, end - first);
    }

    private int PlaceOf(int query) => _places is null ? query : _places[query];
}
