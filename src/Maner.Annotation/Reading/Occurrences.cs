using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Text.Words;

namespace Maner.Annotation.Reading;

/// <summary>Finds words and texts in all sentences, with what a person has there.</summary>
internal static class Occurrences
{
    private const int MostCandidates = 20_000;
    private const int ContextLength = 80;

    /// <summary>Where words follow each other as they are written, no matter what is between them.</summary>
    public static List<Occurrence> OfWords(Session session, TypeList types, int user, IReadOnlyList<string> words, int? type, int limit)
    {
        if (words.Count == 0 || words.Any(string.IsNullOrEmpty))
        {
            throw new ActionRefusedException("Expected words to look for, found none. Mark some.");
        }

        return Find(session, types, user, words.MaxBy(word => word.Length)!, StringComparison.Ordinal, type, limit, row => Places(row, words));
    }

    /// <summary>Where a text is, in any case and within words too.</summary>
    public static List<Occurrence> OfText(Session session, TypeList types, int user, string text, int limit) => string.IsNullOrWhiteSpace(text)
        ? throw new ActionRefusedException("Expected a text to look for, found none. Type some letters.")
        : Find(session, types, user, text, StringComparison.OrdinalIgnoreCase, null, limit, row => Places(row, text));

    private static List<Occurrence> Find(
        Session session, TypeList types, int user, string text, StringComparison comparison, int? type, int limit, Func<SentenceRow, IEnumerable<(int First, int End)>> places)
    {
        var found = new List<Occurrence>();
        List<long>? candidates = Texts.Candidates(session, text, MostCandidates);
        string among = candidates is null ? "" : $" AND s.id IN ({string.Join(',', candidates)})";
        session.ForEach(
            $"SELECT s.document, s.start, s.text, s.words, s.changed, s.id, {AnnotationTable.Columns} FROM sentences s LEFT JOIN annotations a ON a.sentence = s.id AND a.user = $1 WHERE s.live = 1{among} ORDER BY s.document, s.start, s.id",
            row =>
            {
                if (!row.GetString(2).Contains(text, comparison))
                {
                    return true;
                }

                var sentence = new StoredSentence(SentenceTable.Of(row), row.GetInt64(4));
                StoredAnnotation own = AnnotationTable.Of(row, 6);
                AnnotatedSpan[] spans = types.Now(own.Annotation.Spans);
                found.AddRange(places(sentence.Row).Select(place => Make(row.GetInt64(5), sentence, own, spans, place.First, place.End, type)).Take(limit - found.Count));
                return found.Count < limit;
            },
            user);
        return found;
    }

    private static IEnumerable<(int First, int End)> Places(SentenceRow row, IReadOnlyList<string> words)
    {
        for (int first = 0; first + words.Count <= row.Words.Length; first++)
        {
            int same = 0;
            while (same < words.Count && row.Text.AsSpan(row.Words[first + same].Begin, row.Words[first + same].End - row.Words[first + same].Begin).SequenceEqual(words[same]))
            {
                same++;
            }

            if (same == words.Count)
            {
                yield return (first, first + same);
                first += same - 1;
            }
        }
    }

    private static IEnumerable<(int First, int End)> Places(SentenceRow row, string text)
    {
        for (int at = 0; (at = row.Text.IndexOf(text, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += text.Length)
        {
            int end = at + text.Length, begin = at;
            int first = Array.FindIndex(row.Words, word => word.End > begin), last = Array.FindLastIndex(row.Words, word => word.Begin < end);
            if (first >= 0 && last >= first)
            {
                yield return (first, last + 1);
            }
        }
    }

    private static Occurrence Make(long id, StoredSentence sentence, StoredAnnotation own, AnnotatedSpan[] spans, int first, int end, int? type)
    {
        var place = new AnnotatedSpan(first, end, type ?? 0);
        AnnotatedSpan? there = spans.Cast<AnnotatedSpan?>().FirstOrDefault(span => span!.Value.Overlaps(place));
        OccurrenceKind kind = there is not { } span ? OccurrenceKind.Free
            : span.First != first || span.End != end ? OccurrenceKind.OtherBorders
            : type is null || span.Type == type ? OccurrenceKind.SameLabel
            : OccurrenceKind.OtherType;
        TextRange[] words = sentence.Row.Words;
        string text = sentence.Row.Text;
        (int begin, int behind) = (words[first].Begin, words[end - 1].End);
        return new Occurrence(
            id, SentenceViews.RevisionOf(sentence, own), first, end, kind, own.Annotation.State, Left(text[..begin]), text[begin..behind], Right(text[behind..]), there?.Type);
    }

    // Between characters: half of a surrogate pair is none.
    private static string Left(string text)
    {
        int from = Math.Max(0, text.Length - ContextLength);
        return text[(from > 0 && char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
    }

    private static string Right(string text)
    {
        int to = Math.Min(text.Length, ContextLength);
        return text[..(to < text.Length && to > 0 && char.IsHighSurrogate(text[to - 1]) ? to - 1 : to)];
    }
}
