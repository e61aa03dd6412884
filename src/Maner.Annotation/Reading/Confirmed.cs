using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Annotation.Reading;

/// <summary>
/// The gold labels of sentences: what was adjudicated, if anything was; else what the one who has done the sentence says, or all who have, if they say the same.
/// </summary>
internal static class Confirmed
{
    /// <summary>Everything that is known of a sentence and is done.</summary>
    private sealed record Found(long Id, StoredSentence Sentence, string Document, Pick? Pick, List<(int User, StoredAnnotation Annotation)> Annotations);

    /// <summary>Confirmed sentences in reading order.</summary>
    public static List<GoldSentence> Gold(Session session, TypeList types, long since)
    {
        var gold = new List<GoldSentence>();
        string changed = since > 0 ? FormattableString.Invariant($" AND s.id IN (SELECT sentence FROM annotations WHERE revision > {since})") : "";
        ForEach(session, changed, found =>
        {
            if (Decide(types, found.Annotations) is not { } spans)
            {
                return;
            }

            Sentence sentence = Make(found.Sentence.Row, types, spans, found.Document, null);
            gold.Add(new GoldSentence(
                found.Id, found.Sentence.Row.Document, sentence, found.Pick?.IsRandom == true, found.Pick?.Strategy, found.Annotations.Sum(annotation => annotation.Annotation.Seconds),
                Math.Max(found.Sentence.Changed, found.Annotations.Max(annotation => annotation.Annotation.Revision))));
        });
        return gold;
    }

    /// <summary>The spans that are gold; null where nothing is confirmed, or people differ.</summary>
    /// <param name="types">The types.</param>
    /// <param name="annotations">What people say who are done, or have skipped it.</param>
    public static AnnotatedSpan[]? Decide(TypeList types, IReadOnlyList<(int User, StoredAnnotation Annotation)> annotations)
    {
        foreach ((int user, StoredAnnotation annotation) in annotations)
        {
            if (user == AnnotationTable.Adjudicated)
            {
                return annotation.Annotation.State == SentenceState.Done ? types.Now(annotation.Annotation.Spans) : null;
            }
        }

        AnnotatedSpan[][] done = [.. annotations.Where(annotation => annotation.Annotation.Annotation.State == SentenceState.Done).Select(annotation => types.Now(annotation.Annotation.Annotation.Spans))];
        return done.Length > 0 && done.All(spans => AreSame(spans, done[0])) ? done[0] : null;
    }

    /// <summary>Whether two people mark the same entities.</summary>
    public static bool AreSame(IReadOnlyList<AnnotatedSpan> one, IReadOnlyList<AnnotatedSpan> other) => one.Count == other.Count && one.Zip(other).All(pair => pair.First.IsSameEntity(pair.Second));

    /// <summary>A sentence for the rest of the program.</summary>
    /// <param name="row">The row.</param>
    /// <param name="types">The types.</param>
    /// <param name="spans">The entities, with the types of now; null for a sentence without labels.</param>
    /// <param name="document">The document's name; null for none.</param>
    /// <param name="text">The document's text; null where nobody needs it.</param>
    public static Sentence Make(SentenceRow row, TypeList types, IReadOnlyList<AnnotatedSpan>? spans, string? document, DocumentText? text)
    {
        TextRange[] words = row.Words;
        EntitySpan[]? entities = spans is null ? null : [.. spans.Select(span => new EntitySpan(span.First, span.End, types.NameOf(span.Type)))];
        return new Sentence([.. words.Select(word => word.Of(row.Text))], row.Text, words, 0, entities) { Document = document, Place = text is null ? null : new TextPlace(text, row.Start) };
    }

    private static void ForEach(Session session, string condition, Action<Found> take)
    {
        Found? open = null;
        session.ForEach(
            $"SELECT s.document, s.start, s.text, s.words, s.changed, s.id, d.name, p.strategy, p.random, a.user, {AnnotationTable.Columns}"
            + " FROM sentences s INDEXED BY sentences_order JOIN documents d ON d.id = s.document JOIN annotations a ON a.sentence = s.id AND a.state > 0 LEFT JOIN picks p ON p.sentence = s.id"
            + $" WHERE s.live = 1 AND s.done > 0{condition} ORDER BY s.document, s.start, s.id, a.user",
            row =>
            {
                if (open?.Id != row.GetInt64(5))
                {
                    Close();
                    open = new Found(
                        row.GetInt64(5), new StoredSentence(SentenceTable.Of(row), row.GetInt64(4)), row.GetString(6), row.IsDBNull(7) ? null : new Pick(row.GetString(7), row.GetBoolean(8)), []);
                }

                open.Annotations.Add((row.GetInt32(9), AnnotationTable.Of(row, 10)));
                return true;
            });
        Close();

        void Close()
        {
            if (open is not null)
            {
                take(open);
            }
        }
    }
}
