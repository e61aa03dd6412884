namespace Maner.Annotation.Storage;

/// <summary>The rows that one event changes: written as they come, and kept as they were before.</summary>
internal sealed class ChangeSet(Session session, EventStamp stamp)
{
    private readonly Dictionary<(string Table, string Key), RowChange> _changes = [];
    private readonly HashSet<(string Table, string Key)> _covered = [];

    /// <summary>What has changed, and what was covered; not what is again as it was. Empty when nothing has changed.</summary>
    public IReadOnlyList<RowChange> Changes => _changes.Values.Any(change => change.Before != change.After)
        ? [.. _changes.Where(pair => pair.Value.Before != pair.Value.After || _covered.Contains(pair.Key)).Select(pair => pair.Value)]
        : [];

    /// <summary>Keeps a row although it does not change: undo puts words back only where it is still so.</summary>
    /// <param name="table">The table's name in the history.</param>
    /// <param name="key">What names the row.</param>
    public void Cover(string table, params long[] key)
    {
        string? row = RowTable.Of(table).Read(session, key);
        _changes.TryAdd((table, string.Join(' ', key)), new RowChange(table, key, row, row));
        _covered.Add((table, string.Join(' ', key)));
    }

    /// <summary>Writes a row, where it is another than the one that is there.</summary>
    /// <param name="table">The table's name in the history.</param>
    /// <param name="row">The row as JSON; null for none.</param>
    /// <param name="key">What names the row.</param>
    public void Set(string table, string? row, params long[] key)
    {
        RowTable of = RowTable.Of(table);
        string? before = of.Read(session, key);
        if (before == row)
        {
            return;
        }

        of.Write(session, key, row, stamp);
        (string, string) name = (table, string.Join(' ', key));
        _changes[name] = _changes.TryGetValue(name, out RowChange? known) ? known with { After = row } : new RowChange(table, key, before, row);
    }
}
