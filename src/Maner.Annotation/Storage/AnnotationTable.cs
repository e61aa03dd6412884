using System.Text.Json;
using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>An annotation with what only the table knows.</summary>
/// <param name="Annotation">The annotation.</param>
/// <param name="Revision">The last event that changed it.</param>
/// <param name="Seconds">Seconds spent on it.</param>
internal sealed record StoredAnnotation(SentenceAnnotation Annotation, long Revision, double Seconds)
{
    /// <summary>What a sentence has that nobody has touched.</summary>
    public static StoredAnnotation None { get; } = new(SentenceAnnotation.Empty, 0, 0);
}

/// <summary>Annotations: one for each sentence and person, and one of user 0 for what was adjudicated. An empty one is as good as none.</summary>
internal sealed class AnnotationTable() : RowTable("annotation")
{
    /// <summary>The user of adjudicated annotations.</summary>
    public const int Adjudicated = 0;

    /// <summary>What <see cref="Of"/> reads.</summary>
    public const string Columns = "a.state, a.flagged, a.comment, a.spans, a.rejected, a.revision, a.seconds";

    public static StoredAnnotation Get(Session session, long sentence, int user) =>
        session.Query($"SELECT {Columns} FROM annotations a WHERE a.sentence = $1 AND a.user = $2", row => Of(row, 0), sentence, user) is [var found] ? found : StoredAnnotation.None;

    /// <summary>The annotation in some columns of a row; an empty one where they are null.</summary>
    public static StoredAnnotation Of(SqliteDataReader row, int column) => row.IsDBNull(column) ? StoredAnnotation.None : new StoredAnnotation(
        new SentenceAnnotation
        {
            State = (SentenceState)row.GetInt32(column),
            IsFlagged = row.GetBoolean(column + 1),
            Comment = row.GetString(column + 2),
            Spans = Spans(row.GetString(column + 3)),
            Rejected = Spans(row.GetString(column + 4)),
        },
        row.GetInt64(column + 5),
        row.GetDouble(column + 6));

    /// <summary>Writes an annotation.</summary>
    public static void Set(Session session, long sentence, int user, SentenceAnnotation annotation, EventStamp stamp)
    {
        bool isDone = annotation.State == SentenceState.Done;
        session.Execute(
            "INSERT INTO annotations(sentence, user, document, start, state, flagged, day, seconds, revision, comment, spans, rejected)"
            + " SELECT $1, $2, CASE live WHEN 1 THEN document ELSE -document END, start, $3, $4, $5, 0, $6, $7, $8, $9 FROM (SELECT document, start, live FROM sentences WHERE id = $1 UNION ALL SELECT -1, 0, 1 LIMIT 1) WHERE true"
            + " ON CONFLICT(sentence, user) DO UPDATE SET document = excluded.document, start = excluded.start, day = CASE WHEN state = $3 THEN day ELSE $5 END, state = $3, flagged = $4, revision = $6, comment = $7, spans = $8, rejected = $9",
            sentence, user, annotation.State, annotation.IsFlagged, isDone ? stamp.Day : null, stamp.Event, annotation.Comment, Json(annotation.Spans), Json(annotation.Rejected));
        session.Execute("UPDATE sentences SET done = (SELECT count(*) FROM annotations WHERE sentence = $1 AND state > 0) WHERE id = $1", sentence);
        Index(session, sentence, user);
    }

    /// <summary>Adds to the seconds spent.</summary>
    public static void AddSeconds(Session session, long sentence, int user, double seconds) =>
        session.Execute("UPDATE annotations SET seconds = seconds + $3 WHERE sentence = $1 AND user = $2", sentence, user, seconds);

    /// <summary>Writes an annotation's entities again into the table that counts them.</summary>
    public static void Index(Session session, long sentence, int user)
    {
        session.Execute("DELETE FROM entities WHERE sentence = $1 AND user = $2", sentence, user);
        SentenceAnnotation annotation = Get(session, sentence, user).Annotation;
        if (annotation.Spans.Count == 0 || SentenceTable.Get(session, sentence) is not { } found)
        {
            return;
        }

        foreach (AnnotatedSpan span in annotation.Spans)
        {
            session.Execute(
                "INSERT INTO entities(sentence, user, first, type, done, form) VALUES ($1, $2, $3, $4, $5, $6)",
                sentence, user, span.First, span.Type, annotation.State == SentenceState.Done, found.Row.Form(span.First, span.End));
        }
    }

    /// <summary>Spans as a column has them.</summary>
    public static string Json(IReadOnlyList<AnnotatedSpan> spans) => spans.Count == 0 ? "[]" : JsonSerializer.Serialize([.. spans], RowJson.Plain.AnnotatedSpanArray);

    /// <summary>Spans from a column.</summary>
    public static AnnotatedSpan[] Spans(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, RowJson.Plain.AnnotatedSpanArray)!;

    /// <summary>An annotation as the history has it; null for an empty one.</summary>
    public static string? Row(SentenceAnnotation annotation) => annotation.Equals(SentenceAnnotation.Empty) ? null : JsonSerializer.Serialize(annotation, RowJson.Plain.SentenceAnnotation);

    public override string? Read(Session session, long[] key) => Row(Get(session, key[0], (int)key[1]).Annotation);

    // An empty one stays as a row: it has the revision, and the seconds.
    public override void Write(Session session, long[] key, string? row, EventStamp stamp) =>
        Set(session, key[0], (int)key[1], row is null ? SentenceAnnotation.Empty : JsonSerializer.Deserialize(row, RowJson.Plain.SentenceAnnotation)!, stamp);
}
