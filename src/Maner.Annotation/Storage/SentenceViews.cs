using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>Puts together what a person sees of a sentence.</summary>
internal static class SentenceViews
{
    /// <summary>Sentences as a person sees them, in the order of their ids' list.</summary>
    public static List<SentenceView> GetAll(Session session, TypeList types, IReadOnlyList<long> sentences, int user)
    {
        var views = new List<SentenceView>(sentences.Count);
        foreach (long id in sentences)
        {
            if (Get(session, types, id, user, views is [.., var last] ? last : null) is { } view)
            {
                views.Add(view);
            }
        }

        return views;
    }

    /// <summary>A sentence as a person sees it; null when there is none of the id.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="types">The types.</param>
    /// <param name="sentence">The sentence's id.</param>
    /// <param name="user">The person; <see cref="AnnotationTable.Adjudicated"/> for what was adjudicated.</param>
    /// <param name="before">A sentence somewhere in front of it, if there is one at hand: its number helps to find this one's.</param>
    public static SentenceView? Get(Session session, TypeList types, long sentence, int user, SentenceView? before = null)
    {
        if (SentenceTable.Get(session, sentence) is not { } found)
        {
            return null;
        }

        StoredAnnotation own = AnnotationTable.Get(session, sentence, user);
        return new SentenceView
        {
            Id = sentence,
            Document = found.Row.Document,
            Begin = found.Row.Start,
            Number = NumberOf(session, found.Row, sentence, before),
            Text = found.Row.Text,
            Words = found.Row.Words,
            Annotation = types.Now(own.Annotation),
            Revision = RevisionOf(found, own),
            Seconds = own.Seconds,
            Suggestion = SuggestionTable.Newest(session, sentence, found.Changed) is { } suggestion ? suggestion with { Spans = Left(types.Now(suggestion.Spans), own.Annotation) } : null,
            Pick = PickTable.Get(session, sentence),
            IsAdjudicated = session.Number("SELECT 1 FROM annotations WHERE sentence = $1 AND user = $2 AND state > 0", sentence, AnnotationTable.Adjudicated) is not null,
        };
    }

    // Counting starts at a sentence in front of it, so that a list counts no sentence twice.
    private static int NumberOf(Session session, SentenceRow row, long sentence, SentenceView? before)
    {
        bool helps = before?.Document == row.Document;
        return (helps ? before!.Number : 0) + (int)session.Number(
            "SELECT count(*) FROM sentences INDEXED BY sentences_order WHERE live = 1 AND document = $1 AND (start, id) <= ($2, $3) AND (start, id) > ($4, $5)",
            row.Document, row.Start, sentence, helps ? before!.Begin : -1, helps ? before!.Id : 0L)!.Value;
    }

    /// <summary>What an action has to name as the revision that the person saw.</summary>
    public static long RevisionOf(StoredSentence sentence, StoredAnnotation annotation) => Math.Max(sentence.Changed, annotation.Revision);

    /// <summary>Suggested spans without those that the person has rejected: the same words with the same type.</summary>
    public static AnnotatedSpan[] Left(IReadOnlyList<AnnotatedSpan> spans, SentenceAnnotation annotation) =>
        [.. spans.Where(span => !annotation.Rejected.Any(span.IsSameEntity))];
}
