using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Reading;

/// <summary>What is counted: progress, and words that are labelled in different ways.</summary>
internal static class Counts
{
    /// <summary>How far a person, or the project (null), is.</summary>
    public static Progress Progress(Session session, TypeList types, int? user)
    {
        long all = session.Number("SELECT count(*) FROM sentences WHERE live = 1")!.Value;
        if (user is { } person && session.Number("SELECT count(*) FROM assignments x JOIN sentences s ON s.id = x.sentence AND s.live = 1 WHERE x.user = $1", person) is > 0 and var assigned)
        {
            all = assigned;
        }

        // One person alone is the project.
        int? only = user ?? OnlyAnnotator(session);
        string of = only is { } id ? FormattableString.Invariant($"user = {id}") : "user > 0";
        List<double> seconds = session.Query($"SELECT seconds FROM annotations INDEXED BY annotations_time WHERE {of} AND state = 1 AND seconds > 0 ORDER BY seconds", row => row.GetDouble(0));
        return new Progress
        {
            Sentences = (int)all,
            Done = Count("SELECT count(DISTINCT sentence) FROM annotations a WHERE state = 1"),
            Skipped = Count("SELECT count(DISTINCT sentence) FROM annotations a WHERE state = 2") - (only is not null ? 0 : Count("SELECT count(DISTINCT sentence) FROM annotations a WHERE state = 2 AND EXISTS (SELECT 1 FROM annotations b WHERE b.sentence = a.sentence AND b.state = 1)")),
            Flagged = Count("SELECT count(DISTINCT sentence) FROM annotations a WHERE flagged = 1"),
            Types = ByType(types, session.Query($"SELECT type, count(*) FROM entities INDEXED BY entities_type WHERE {of} AND done = 1 GROUP BY type", row => (row.GetInt32(0), row.GetInt32(1)))),
            Seconds = session.Query($"SELECT total(seconds) FROM annotations INDEXED BY annotations_time WHERE {of}", row => row.GetDouble(0))[0],
            SecondsPerSentence = seconds.Count == 0 ? null : (seconds[seconds.Count / 2] + seconds[(seconds.Count - 1) / 2]) / 2,
            Days = session.Query(
                $"SELECT day, count(*) FROM annotations INDEXED BY annotations_time WHERE {of} AND state = 1 AND day IS NOT NULL GROUP BY day ORDER BY day",
                row => new DayCount(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(0))), row.GetInt32(1))),
        };

        int Count(string sql) => (int)session.Number($"{sql.Replace("DISTINCT sentence", only is null ? "DISTINCT sentence" : "*", StringComparison.Ordinal)} AND {of} AND a.document > 0")!.Value;
    }

    /// <summary>Words that are labelled in different ways, the most frequent first.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="types">The types.</param>
    /// <param name="user">Whose labels; null for everybody's that are done.</param>
    /// <param name="limit">Words at the most.</param>
    public static List<Inconsistency> Inconsistencies(Session session, TypeList types, int? user, int limit)
    {
        int? only = user ?? OnlyAnnotator(session);
        string of = only is { } id ? FormattableString.Invariant($"user = {id}") : "done = 1";
        List<(string Form, int Type, int Count)> counted = session.Query(
            $"SELECT form, type, count(*) FROM entities WHERE {of} AND form IN (SELECT form FROM entities WHERE {of} GROUP BY form HAVING min(type) <> max(type)) GROUP BY form, type",
            row => (row.GetString(0), row.GetInt32(1), row.GetInt32(2)));
        return
        [
            .. counted.GroupBy(entity => entity.Form)
                .Select(form => new Inconsistency(form.Key, ByType(types, form.Select(entity => (entity.Type, entity.Count)))))
                .Where(form => form.Types.Count > 1)
                .OrderByDescending(form => form.Types.Sum(type => type.Count)).ThenBy(form => form.Text, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    private static int? OnlyAnnotator(Session session) =>
        session.Query("SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM annotations a WHERE a.user = u.id)", row => row.GetInt32(0)) is [var user]
            && session.Number("SELECT 1 FROM annotations WHERE user = 0 AND state > 0 LIMIT 1") is null ? user : null;

    private static List<TypeCount> ByType(TypeList types, IEnumerable<(int Type, int Count)> counts) =>
    [
        .. counts.Select(count => (Type: types.Resolve(count.Type), count.Count)).Where(count => count.Type is not null)
            .GroupBy(count => count.Type!.Value).Select(type => new TypeCount(type.Key, type.Sum(count => count.Count)))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Type),
    ];
}
