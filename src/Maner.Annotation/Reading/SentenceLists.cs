using System.Text;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Reading;

/// <summary>Lists of sentences in reading order. Each filter is answered from an index, so that a page of 100,000 sentences comes as quickly as one of a hundred.</summary>
internal static class SentenceLists
{
    /// <summary>The ids of the sentences that a query finds: one more than its limit where there are more.</summary>
    public static List<long> Find(Session session, TypeList types, int user, SentenceQuery query)
    {
        var values = new List<object?>();
        var sql = new StringBuilder();
        bool isOfAnnotations = query.State is SentenceState.Done or SentenceState.Skipped || query.IsFlagged == true || query.HasComment == true;
        string place = isOfAnnotations ? "a" : "s", id = isOfAnnotations ? "a.sentence" : "s.id";
        sql.Append(isOfAnnotations
            ? $"SELECT a.sentence FROM annotations a{Index(query)} WHERE a.user = {Add(user)} AND a.document > 0"
            : $"SELECT s.id FROM sentences s{(query.State == SentenceState.New ? "" : " INDEXED BY sentences_order")} WHERE s.live = 1");
        AddStates(sql, query, user, isOfAnnotations, id, Add);
        if (query.Document is { } document)
        {
            sql.Append($" AND {place}.document = {Add(document)}");
        }

        if (query.Type is { } type)
        {
            sql.Append($" AND EXISTS (SELECT 1 FROM entities e WHERE e.sentence = {id} AND e.user = {Add(user)} AND e.type IN ({string.Join(',', types.IdsOf(type))}))");
        }

        if (query.HasSuggestion is { } has)
        {
            sql.Append($" AND {(has ? "" : "NOT ")}EXISTS (SELECT 1 FROM suggestions g JOIN sentences w ON w.id = g.sentence AND w.changed = g.changed WHERE g.sentence = {id} AND g.spans <> '[]')");
        }

        if (query.IsAssigned is { } assigned)
        {
            sql.Append($" AND {(assigned ? "" : "NOT ")}EXISTS (SELECT 1 FROM assignments x WHERE x.sentence = {id} AND x.user = {Add(user)})");
        }

        if (query.IsDisputed is { } disputed)
        {
            // What is cheap to know comes first: two have to have done it.
            string several = disputed && !isOfAnnotations ? "s.done > 1 AND " : "";
            sql.Append($" AND {several}{(disputed ? "" : "NOT ")}({Disputed(id)})");
        }

        if (query.After is { } after && session.Query("SELECT document, start FROM sentences WHERE id = $1", row => (row.GetInt64(0), row.GetInt64(1)), after) is [var (afterDocument, afterStart)])
        {
            sql.Append($" AND ({place}.document, {place}.start, {id}) {(query.IsBackwards ? '<' : '>')} ({Add(afterDocument)}, {Add(afterStart)}, {Add(after)})");
        }

        string order = query.IsBackwards ? " DESC" : "";
        string end = $" ORDER BY {place}.document{order}, {place}.start{order}, {id}{order}";
        List<long> found = query.Text is { Length: > 0 } text
            ? Texts.Filter(session, sql.ToString(), end, id, [.. values], text, query.Limit + 1)
            : session.Query($"{sql}{end} LIMIT {Add((long)query.Limit + 1)}", row => row.GetInt64(0), [.. values]);
        return found;

        string Add(object? value)
        {
            values.Add(value);
            return FormattableString.Invariant($"${values.Count}");
        }
    }

    /// <summary>What holds for a sentence that several have done in different ways, and that nobody has adjudicated.</summary>
    /// <param name="id">The column of the sentence's id.</param>
    public static string Disputed(string id) =>
        $"(SELECT count(DISTINCT d.form) FROM (SELECT coalesce((SELECT group_concat(e.first || ':' || e.form || ':' || e.type, '|') FROM entities e WHERE e.sentence = c.sentence AND e.user = c.user), '') AS form FROM annotations c WHERE c.sentence = {id} AND c.state = 1 AND c.user > 0) d) > 1"
        + $" AND NOT EXISTS (SELECT 1 FROM annotations j WHERE j.sentence = {id} AND j.user = 0 AND j.state > 0)";

    private static string Index(SentenceQuery query) => query.IsFlagged == true ? " INDEXED BY annotations_flagged" : query.HasComment == true ? " INDEXED BY annotations_comment" : " INDEXED BY annotations_order";

    private static void AddStates(StringBuilder sql, SentenceQuery query, int user, bool isOfAnnotations, string id, Func<object?, string> add)
    {
        switch (query.State)
        {
            case SentenceState.New when isOfAnnotations:
                sql.Append(" AND a.state = 0");
                break;
            case SentenceState.New:
                sql.Append($" AND NOT EXISTS (SELECT 1 FROM annotations b WHERE b.sentence = {id} AND b.user = {add(user)} AND b.state > 0)");
                break;
            case { } state:
                sql.Append($" AND a.state = {add(state)}");
                break;
        }

        if (isOfAnnotations)
        {
            sql.Append(query.IsFlagged switch { true => " AND a.flagged = 1", false => " AND a.flagged = 0", null => "" });
            sql.Append(query.HasComment switch { true => " AND a.comment <> ''", false => " AND a.comment = ''", null => "" });
            return;
        }

        if (query.IsFlagged == false)
        {
            sql.Append($" AND NOT EXISTS (SELECT 1 FROM annotations f WHERE f.sentence = {id} AND f.user = {add(user)} AND f.flagged = 1)");
        }

        if (query.HasComment == false)
        {
            sql.Append($" AND NOT EXISTS (SELECT 1 FROM annotations f WHERE f.sentence = {id} AND f.user = {add(user)} AND f.comment <> '')");
        }
    }
}
