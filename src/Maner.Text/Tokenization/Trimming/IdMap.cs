namespace Maner.Text.Tokenization.Trimming;

/// <summary>The ids of a vocabulary that a smaller one keeps, in their order, and the numbers that they get.</summary>
internal sealed class IdMap
{
    private readonly int[] _kept;
    private readonly Dictionary<int, int> _new;

    /// <param name="kept">The ids that stay; each counts once.</param>
    public IdMap(IEnumerable<int> kept)
    {
        _kept = [.. kept.Distinct().Order()];
        _new = _kept.Select((id, index) => KeyValuePair.Create(id, index)).ToDictionary();
    }

    /// <summary>The old ids by their new ones.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <summary>Number of new ids.</summary>
    public int Count => _kept.Length;

    /// <summary>Whether an old id stays.</summary>
    public bool Has(int id) => _new.ContainsKey(id);

    /// <summary>The new id of an old one; null for one that goes.</summary>
    public int? Of(int id) => _new.TryGetValue(id, out int found) ? found : null;
}
