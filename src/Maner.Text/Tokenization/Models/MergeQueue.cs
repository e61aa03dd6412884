using System.Buffers;

namespace Maner.Text.Tokenization.Models;

/// <summary>Merges to be done, the lowest rank first and of equal ranks the leftmost: a binary heap in a pooled array.</summary>
internal struct MergeQueue : IDisposable
{
    private (ulong Key, int Id)[] _heap;
    private int _count;

    /// <param name="expected">Number of merges that are usual.</param>
    public MergeQueue(int expected) => _heap = ArrayPool<(ulong, int)>.Shared.Rent(Math.Max(16, 2 * expected));

    /// <summary>Adds a merge.</summary>
    /// <param name="rank">Its rank.</param>
    /// <param name="place">The place of its left symbol.</param>
    /// <param name="id">The token that it makes.</param>
    public void Add(int rank, int place, int id)
    {
        if (_count == _heap.Length)
        {
            (ulong, int)[] larger = ArrayPool<(ulong, int)>.Shared.Rent(2 * _count);
            _heap.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<(ulong, int)>.Shared.Return(_heap);
            _heap = larger;
        }

        ulong key = ((ulong)(uint)rank << 32) | (uint)place;
        int at = _count++;
        for (int parent; at > 0 && _heap[parent = (at - 1) / 2].Key > key; at = parent)
        {
            _heap[at] = _heap[parent];
        }

        _heap[at] = (key, id);
    }

    /// <summary>Takes the next merge; false when there is none.</summary>
    public bool TryTake(out int place, out int id)
    {
        if (_count == 0)
        {
            (place, id) = (0, 0);
            return false;
        }

        (place, id) = ((int)(uint)_heap[0].Key, _heap[0].Id);
        (ulong Key, int Id) last = _heap[--_count];
        int at = 0;
        for (int child; (child = (2 * at) + 1) < _count; at = child)
        {
            child += child + 1 < _count && _heap[child + 1].Key < _heap[child].Key ? 1 : 0;
            if (_heap[child].Key >= last.Key)
            {
                break;
            }

            _heap[at] = _heap[child];
        }

        _heap[at] = last;
        return true;
    }

    /// <summary>Gives the array back.</summary>
    public readonly void Dispose() => ArrayPool<(ulong, int)>.Shared.Return(_heap);
}
