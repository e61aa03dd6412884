using Maner.Annotation.Storage;

namespace Maner.Annotation.Reading;

/// <summary>Finds what a person annotates next, and what is beside a sentence.</summary>
internal static class NextSentence
{
    /// <summary>The next sentence to annotate behind a sentence, then from the beginning; null when all are done.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="user">The person.</param>
    /// <param name="after">The sentence; null for the beginning.</param>
    /// <param name="held">Sentences that others are at.</param>
    public static long? Find(Session session, int user, long? after, IReadOnlyList<long> held)
    {
        bool isAssigned = session.Number("SELECT 1 FROM assignments WHERE user = $1 LIMIT 1", user) is not null;
        string open = isAssigned
            ? "SELECT s.id FROM sentences s INDEXED BY sentences_order WHERE s.live = 1 AND EXISTS (SELECT 1 FROM assignments x WHERE x.user = $1 AND x.sentence = s.id)"
                + " AND NOT EXISTS (SELECT 1 FROM annotations a WHERE a.sentence = s.id AND a.user = $1 AND a.state > 0)"
            : "SELECT s.id FROM sentences s INDEXED BY sentences_open WHERE s.live = 1 AND s.done = 0 AND NOT EXISTS (SELECT 1 FROM assignments x WHERE x.sentence = s.id AND x.user <> $1)";
        if (held.Count > 0)
        {
            open += $" AND s.id NOT IN ({string.Join(',', held)})";
        }

        const string Order = " ORDER BY s.document, s.start, s.id LIMIT 1";
        if (after is { } sentence && PlaceOf(session, sentence) is var (document, start))
        {
            return session.Number($"{open} AND (s.document, s.start, s.id) > ($2, $3, $4){Order}", user, document, start, sentence) ?? session.Number(open + Order, user);
        }

        return session.Number(open + Order, user);
    }

    /// <summary>The sentences in front of and behind one.</summary>
    public static (long? Before, long? Behind) Neighbours(Session session, long sentence)
    {
        if (PlaceOf(session, sentence) is not var (document, start))
        {
            return (null, null);
        }

        return (
            session.Number("SELECT id FROM sentences WHERE live = 1 AND (document, start, id) < ($1, $2, $3) ORDER BY document DESC, start DESC, id DESC LIMIT 1", document, start, sentence),
            session.Number("SELECT id FROM sentences WHERE live = 1 AND (document, start, id) > ($1, $2, $3) ORDER BY document, start, id LIMIT 1", document, start, sentence));
    }

    private static (long Document, long Start)? PlaceOf(Session session, long sentence) =>
        session.Query("SELECT document, start FROM sentences WHERE id = $1", row => (row.GetInt64(0), row.GetInt64(1)), sentence) is [var place] ? place : null;
}
