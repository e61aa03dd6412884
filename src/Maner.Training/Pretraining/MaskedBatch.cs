using System.Runtime.InteropServices;
using Maner.Model.Layers;

namespace Maner.Training.Pretraining;

/// <summary>Rows with masked tokens, end to end, and what was hidden where. Cleared and filled again.</summary>
internal sealed class MaskedBatch
{
    private readonly List<int> _positions = [];
    private readonly List<int> _targets = [];
    private int[] _room = new int[512];
    private double[] _losses = [];

    public PackedBatch Packed { get; } = new();

    /// <summary>Rows of the batch that are to be predicted, in ascending order [R].</summary>
    public ReadOnlySpan<int> Positions => CollectionsMarshal.AsSpan(_positions);

    /// <summary>What stood there [R].</summary>
    public ReadOnlySpan<int> Targets => CollectionsMarshal.AsSpan(_targets);

    /// <summary>Room for the losses [R].</summary>
    public Span<double> Losses
    {
        get
        {
            if (_losses.Length < _targets.Count)
            {
                _losses = new double[2 * _targets.Count];
            }

            return _losses.AsSpan(0, _targets.Count);
        }
    }

    public void Clear()
    {
        Packed.Clear();
        _positions.Clear();
        _targets.Clear();
    }

    /// <summary>Memory to put the next row together in.</summary>
    public Span<int> Room(int length)
    {
        if (_room.Length < length)
        {
            _room = new int[2 * length];
        }

        return _room.AsSpan(0, length);
    }

    /// <summary>Notes a masked token of the next row.</summary>
    public void AddTarget(int place, int piece)
    {
        _positions.Add(Packed.TokenCount + place);
        _targets.Add(piece);
    }

    /// <summary>Adds the row whose targets were noted.</summary>
    public void Add(ReadOnlySpan<int> row) => Packed.Add(row);
}
