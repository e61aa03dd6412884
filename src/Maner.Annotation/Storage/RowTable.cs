namespace Maner.Annotation.Storage;

/// <summary>Rows that actions change and undo puts back: whole rows as JSON, so that whatever an action did, undo is to write what was there.</summary>
/// <param name="name">The table's name in the history.</param>
internal abstract class RowTable(string name)
{
    /// <summary>All of them, in the order in which rows of several are written.</summary>
    public static IReadOnlyList<RowTable> All { get; } = [new SettingTable(), new TypeTable(), new DocumentTable(), new SentenceTable(), new AnnotationTable(), new PickTable(), new AssignmentTable()];

    public string Name => name;

    /// <summary>The row as JSON, always in the same words; null when there is none.</summary>
    public abstract string? Read(Session session, long[] key);

    /// <summary>Writes a row, or takes it away.</summary>
    public abstract void Write(Session session, long[] key, string? row, EventStamp stamp);

    /// <summary>The table of a name.</summary>
    public static RowTable Of(string name) => All.First(table => table.Name == name);
}

/// <summary>The event in which rows are written.</summary>
/// <param name="Event">Its number.</param>
/// <param name="Time">When (UTC).</param>
internal readonly record struct EventStamp(long Event, DateTime Time)
{
    /// <summary>Days since 1970-01-01 (UTC).</summary>
    public long Day => (long)(Time - DateTime.UnixEpoch).TotalDays;
}
