using System.Globalization;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>What models suggest, for each sentence and version of a model; those for words that were cut otherwise since do not count.</summary>
internal static class SuggestionTable
{
    /// <summary>Versions of models whose suggestions are kept, so that what a person sees can be accepted although a newer one is there.</summary>
    private const int KeptVersions = 3;

    /// <summary>What a person is shown: what was imported to be confirmed, else what the newest model suggests.</summary>
    public static Suggestion? Newest(Session session, long sentence, long changed) => session.Query(
        "SELECT m.name, m.imported, s.spans, s.value FROM suggestions s JOIN models m ON m.id = s.model WHERE s.sentence = $1 AND s.changed = $2 ORDER BY m.imported DESC, m.id DESC LIMIT 1",
        Of, sentence, changed) is [var found] ? found : null;

    /// <summary>What one model suggests.</summary>
    public static Suggestion? Get(Session session, long sentence, long changed, string model) => session.Query(
        "SELECT m.name, m.imported, s.spans, s.value FROM suggestions s JOIN models m ON m.id = s.model WHERE s.sentence = $1 AND s.changed = $2 AND m.name = $3", Of, sentence, changed, model) is [var found] ? found : null;

    /// <summary>What a model suggests for sentences that nobody has done or skipped.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="types">The types.</param>
    /// <param name="model">The model; null for the newest.</param>
    public static List<SentenceSuggestion> OfOpen(Session session, TypeList types, string? model)
    {
        string? name = model ?? session.Text("SELECT name FROM models WHERE imported = 0 ORDER BY id DESC LIMIT 1");
        return session.Query(
            "SELECT s.id, s.words, g.spans, g.value, m.name FROM models m JOIN suggestions g ON g.model = m.id JOIN sentences s ON s.id = g.sentence AND s.changed = g.changed"
            + " WHERE m.name = $1 AND s.live = 1 AND s.done = 0 ORDER BY s.document, s.start, s.id",
            row => new SentenceSuggestion(
                row.GetInt64(0), [.. types.Now(AnnotationTable.Spans(row.GetString(2))).Select(span => span with { Origin = SpanOrigin.Model, Model = row.GetString(4) })], WordRanges.Unpack(row.GetFieldValue<byte[]>(1)).Length,
                row.IsDBNull(3) ? null : row.GetDouble(3)),
            name);
    }

    /// <summary>The id of a model, which is the newest from then on when it is new.</summary>
    public static long Model(Session session, string name, bool isImported, DateTime time)
    {
        session.Execute("INSERT OR IGNORE INTO models(name, imported, added) VALUES ($1, $2, $3)", name, isImported, time.ToString("O", CultureInfo.InvariantCulture));
        return session.Number("SELECT id FROM models WHERE name = $1", name)!.Value;
    }

    public static void Set(Session session, long model, long sentence, long changed, IReadOnlyList<AnnotatedSpan> spans, double? value)
    {
        AnnotatedSpan[] plain = [.. spans.OrderBy(span => span.First).Select(span => new AnnotatedSpan(span.First, span.End, span.Type, Score: span.Score))];
        session.Execute("INSERT OR REPLACE INTO suggestions(sentence, model, changed, value, spans) VALUES ($1, $2, $3, $4, $5)", sentence, model, changed, value, AnnotationTable.Json(plain));
    }

    /// <summary>Lets go of what old versions suggested.</summary>
    public static void Trim(Session session) => session.Execute(
        "DELETE FROM suggestions WHERE model IN (SELECT id FROM models WHERE imported = 0 ORDER BY id DESC LIMIT -1 OFFSET $1)", KeptVersions);

    private static Suggestion Of(Microsoft.Data.Sqlite.SqliteDataReader row)
    {
        string model = row.GetString(0);
        SpanOrigin origin = row.GetBoolean(1) ? SpanOrigin.Import : SpanOrigin.Model;
        return new Suggestion(model, [.. AnnotationTable.Spans(row.GetString(2)).Select(span => span with { Origin = origin, Model = model })], row.IsDBNull(3) ? null : row.GetDouble(3));
    }
}
