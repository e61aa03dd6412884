using System.Runtime.InteropServices;

namespace Maner.Model.Layers;

/// <summary>
/// Token sequences end to end, without padding: sequence i is ids[offsets[i] .. offsets[i+1]). Attention never leaves a sequence.
/// An instance is cleared and filled again, so that a steady stream of batches allocates nothing.
/// </summary>
internal sealed class PackedBatch
{
    private readonly List<int> _ids = [];
    private readonly List<int> _offsets = [0];

    /// <summary>Number of sequences.</summary>
    public int Count => _offsets.Count - 1;

    /// <summary>Number of tokens over all sequences: N.</summary>
    public int TokenCount => _ids.Count;

    /// <summary>The token ids [N].</summary>
    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>Where each sequence starts, and at the end N: [Count + 1].</summary>
    public ReadOnlySpan<int> Offsets => CollectionsMarshal.AsSpan(_offsets);

    /// <summary>Removes all sequences.</summary>
    public void Clear()
    {
        _ids.Clear();
        _offsets.Clear();
        _offsets.Add(0);
    }

    /// <summary>Adds a sequence.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        _ids.AddRange(ids);
        _offsets.Add(_ids.Count);
    }
}
