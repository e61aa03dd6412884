using System.Text.Json;

namespace Maner.Annotation.Storage;

/// <summary>A sentence with what only the table knows.</summary>
/// <param name="Row">The sentence.</param>
/// <param name="Changed">The last event that changed words or borders.</param>
internal sealed record StoredSentence(SentenceRow Row, long Changed);

/// <summary>Sentences: text, words and borders.</summary>
internal sealed class SentenceTable() : RowTable("sentence")
{
    /// <summary>A sentence of a document that is in the project; null when there is none of the id.</summary>
    public static StoredSentence? Get(Session session, long id) =>
        session.Query("SELECT document, start, text, words, changed FROM sentences WHERE id = $1 AND live = 1", row => new StoredSentence(Of(row), row.GetInt64(4)), id) is [var found] ? found : null;

    /// <summary>The row of a query whose first columns are document, start, text and words.</summary>
    public static SentenceRow Of(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        SentenceRow.Of(row.GetInt32(0), row.GetInt32(1), row.GetString(2), WordRanges.Unpack(row.GetFieldValue<byte[]>(3)));

    /// <summary>Adds a sentence that is in no action: of an import.</summary>
    public static long Add(Session session, SentenceRow row, long created)
    {
        session.Execute(
            "INSERT INTO sentences(document, start, changed, live, done, words, text) VALUES ($1, $2, $3, 1, 0, $4, $5)",
            row.Document, row.Start, created, WordRanges.Pack(row.Words), row.Text);
        return session.Number("SELECT last_insert_rowid()")!.Value;
    }

    /// <summary>An id that no sentence has had.</summary>
    public static long NewId(Session session) => (session.Number("SELECT seq FROM sqlite_sequence WHERE name = 'sentences'") ?? 0) + 1;

    public override string? Read(Session session, long[] key) =>
        Get(session, key[0]) is { } found ? JsonSerializer.Serialize(found.Row, RowJson.Plain.SentenceRow) : null;

    public override void Write(Session session, long[] key, string? row, EventStamp stamp)
    {
        if (row is null)
        {
            session.Execute("DELETE FROM sentences WHERE id = $1", key[0]);
            return;
        }

        SentenceRow sentence = JsonSerializer.Deserialize(row, RowJson.Plain.SentenceRow)!;
        session.Execute(
            "INSERT INTO sentences(id, document, start, changed, live, done, words, text) VALUES ($1, $2, $3, $4, 1, (SELECT count(*) FROM annotations WHERE sentence = $1 AND state > 0), $5, $6)"
            + " ON CONFLICT(id) DO UPDATE SET document = $2, start = $3, changed = $4, words = $5, text = $6",
            key[0], sentence.Document, sentence.Start, stamp.Event, WordRanges.Pack(sentence.Words), sentence.Text);
    }
}
