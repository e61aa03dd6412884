using System.Text;
using System.Text.RegularExpressions;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Reading;

/// <summary>Finds texts in sentences by an index of their trigrams, in all scripts, in any case.</summary>
internal static partial class Texts
{
    /// <summary>Trigrams of a long text that are looked up: more would tell little more.</summary>
    private const int MostTrigrams = 16;

    /// <summary>With more candidates than these, a text is so frequent that going through the sentences finds it sooner.</summary>
    private const int MostCandidates = 2000;

    /// <summary>The sentences whose texts may have a text, in the order of their ids; null where too many may.</summary>
    public static List<long>? Candidates(Session session, string text, int most)
    {
        string? match = Match(text);
        List<long> found = match is null
            ? session.Query("SELECT id FROM sentences WHERE live = 1 AND instr(text, $1) > 0 LIMIT $2", row => row.GetInt64(0), text, (long)most + 1)
            : session.Query("SELECT s.id FROM sentences_text t JOIN sentences s ON s.id = t.rowid WHERE t.sentences_text MATCH $1 AND s.live = 1 LIMIT $2", row => row.GetInt64(0), match, (long)most + 1);
        return found.Count > most ? null : found;
    }

    /// <summary>The sentences of a list that have a text.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="list">A query for ids, which ends in a condition.</param>
    /// <param name="order">Its order.</param>
    /// <param name="id">The column of the ids.</param>
    /// <param name="values">Its values.</param>
    /// <param name="text">The text.</param>
    /// <param name="limit">Sentences at the most.</param>
    public static List<long> Filter(Session session, string list, string order, string id, object?[] values, string text, int limit)
    {
        if (Match(text) is not null && Candidates(session, text, MostCandidates) is { } candidates)
        {
            // The ids lead to the sentences; an index of reading order, which the list asks for, cannot serve both.
            string free = IndexHint().Replace(list, "");
            return [.. session.Query($"{free} AND {id} IN ({string.Join(',', candidates)}){order}", row => row.GetInt64(0), values).Where(sentence => Has(session, sentence, text)).Take(limit)];
        }

        // In portions, since the text is likely to be in one of the first.
        const int Portion = 512;
        var found = new List<long>();
        for (int offset = 0; found.Count < limit; offset += Portion)
        {
            List<long> portion = session.Query(FormattableString.Invariant($"{list}{order} LIMIT {Portion} OFFSET {offset}"), row => row.GetInt64(0), values);
            found.AddRange(portion.Where(sentence => Has(session, sentence, text)).Take(limit - found.Count));
            if (portion.Count < Portion)
            {
                break;
            }
        }

        return found;
    }

    private static bool Has(Session session, long sentence, string text) =>
        session.Text("SELECT text FROM sentences WHERE id = $1", sentence)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What the index is asked: every trigram has to be there. Null for a text that is too short.</summary>
    private static string? Match(string text)
    {
        Rune[] letters = [.. text.EnumerateRunes()];
        if (letters.Length < 3 || text.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        int count = letters.Length - 2, step = Math.Max(1, count / MostTrigrams);
        return string.Join(" AND ", Enumerable.Range(0, count).Where(index => index % step == 0).Select(index => Quote($"{letters[index]}{letters[index + 1]}{letters[index + 2]}")));
    }

    [GeneratedRegex(" INDEXED BY [a-z_]+")]
    private static partial Regex IndexHint();

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
