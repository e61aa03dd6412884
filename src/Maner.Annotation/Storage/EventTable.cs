using System.Globalization;
using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>The history: it only grows.</summary>
internal static class EventTable
{
    private const string Columns = "SELECT e.id, e.time, coalesce(u.name, 'adjudicated'), e.kind, e.sentence, e.action, e.changes, e.reverses FROM events e LEFT JOIN users u ON u.id = e.user";

    /// <summary>The number of the newest event; 0 without any.</summary>
    public static long Last(Session session) => session.Number("SELECT seq FROM sqlite_sequence WHERE name = 'events'") ?? 0;

    /// <summary>The stamp of the event that comes next. There is one writer, so the number is free until the transaction ends.</summary>
    public static EventStamp Next(Session session, TimeProvider clock) => new(Last(session) + 1, clock.GetUtcNow().UtcDateTime);

    public static void Add(Session session, EventStamp stamp, int user, string kind, long? sentence, string action, string changes = "[]", long? reverses = null) =>
        session.Execute(
            "INSERT INTO events(id, time, user, kind, sentence, action, changes, reverses) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            stamp.Event, stamp.Time.ToString("O", CultureInfo.InvariantCulture), user, kind, sentence, action, changes, reverses);

    public static ProjectEvent Get(Session session, long id) => session.Query($"{Columns} WHERE e.id = $1", Of, id)[0];

    public static List<ProjectEvent> List(Session session, long? sentence, long? before, int limit) => sentence is null
        ? session.Query($"{Columns} WHERE e.id < $1 ORDER BY e.id DESC LIMIT $2", Of, before ?? long.MaxValue, limit)
        : session.Query($"{Columns} WHERE e.id < $1 AND e.sentence = $3 ORDER BY e.id DESC LIMIT $2", Of, before ?? long.MaxValue, limit, sentence);

    public static void ForEach(Session session, Action<ProjectEvent> read) => session.ForEach($"{Columns} ORDER BY e.id", row =>
    {
        read(Of(row));
        return true;
    });

    private static ProjectEvent Of(SqliteDataReader row) => new(
        row.GetInt64(0), DateTime.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetString(5), row.GetString(6),
        row.IsDBNull(7) ? null : row.GetInt64(7));
}
