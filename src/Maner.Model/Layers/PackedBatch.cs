using System.Runtime.InteropServices;

namespace Maner.Model.Layers;

/// <summary>
/// Token sequences end to end, without padding: sequence i is ids[offsets[i] .. offsets[i+1]). Attention never leaves a sequence.
/// An instance is cleared and filled again, so that a steady stream of batches allocates nothing.
/// </summary>
internal sealed class PackedBatch
{
    private readonly List<int> _ids = [];
    private readonly List<int> _positions = [];
    private readonly List<bool> _hidden = [];
    private readonly List<int> _offsets = [0];
    private bool _hasPositions, _hasHidden;

    /// <summary>Number of sequences.</summary>
    public int Count => _offsets.Count - 1;

    /// <summary>Number of tokens over all sequences: N.</summary>
    public int TokenCount => _ids.Count;

    /// <summary>The token ids [N].</summary>
    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>The position number of each token in its sequence [N]; empty where all are their places, 0, 1, 2, ….</summary>
    public ReadOnlySpan<int> Positions => _hasPositions ? CollectionsMarshal.AsSpan(_positions) : [];

    /// <summary>Which tokens no token may attend to [N]; empty for none.</summary>
    public ReadOnlySpan<bool> Hidden => _hasHidden ? CollectionsMarshal.AsSpan(_hidden) : [];

    /// <summary>Where each sequence starts, and at the end N: [Count + 1].</summary>
    public ReadOnlySpan<int> Offsets => CollectionsMarshal.AsSpan(_offsets);

    /// <summary>Removes all sequences.</summary>
    public void Clear()
    {
        _ids.Clear();
        _positions.Clear();
        _hidden.Clear();
        (_hasPositions, _hasHidden) = (false, false);
        _offsets.Clear();
        _offsets.Add(0);
    }

    /// <summary>Adds a sequence of T tokens.</summary>
    /// <param name="ids">[T].</param>
    /// <param name="positions">[T], position numbers from 0 to below T; empty for places, 0, 1, 2, ….</param>
    /// <param name="hidden">[T], which tokens no token may attend to, not even they themselves; empty for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a position number is none of the sequence's.</exception>
    public void Add(ReadOnlySpan<int> ids, ReadOnlySpan<int> positions = default, ReadOnlySpan<bool> hidden = default)
    {
        if ((!positions.IsEmpty && positions.Length != ids.Length) || (!hidden.IsEmpty && hidden.Length != ids.Length))
        {
            throw new ArgumentException($"Expected positions and visibility of {ids.Length} tokens, found {positions.Length} and {hidden.Length}.", nameof(positions));
        }

        for (int place = 0; place < ids.Length; place++)
        {
            int position = positions.IsEmpty ? place : positions[place];
            if ((uint)position >= (uint)ids.Length) // the longest sequence's length is what tables of positions have room for
            {
                throw new ArgumentException($"Expected position numbers below {ids.Length}, found {position} at place {place}.", nameof(positions));
            }

            bool isHidden = !hidden.IsEmpty && hidden[place];
            _hasPositions |= position != place;
            _hasHidden |= isHidden;
            _positions.Add(position);
            _hidden.Add(isHidden);
        }

        _ids.AddRange(ids);
        _offsets.Add(_ids.Count);
    }
}
