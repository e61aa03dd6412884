using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Actions;

/// <summary>What an action works with: the rows, who acts, and what it has changed so far.</summary>
/// <param name="session">The connection, in a transaction.</param>
/// <param name="user">Who acts.</param>
/// <param name="stamp">The event.</param>
internal sealed class ActionScope(Session session, ProjectUser user, EventStamp stamp)
{
    private readonly ChangeSet _changes = new(session, stamp);

    public Session Session => session;

    public ProjectUser User => user;

    public TypeList Types { get; private set; } = new(session);

    /// <summary>What the person should know besides.</summary>
    public List<string> Notes { get; } = [];

    public IReadOnlyList<RowChange> Changes => _changes.Changes;

    /// <exception cref="ActionRefusedException">The person is no curator.</exception>
    public void RequireCurator(string what)
    {
        if (user.Role != UserRole.Curator)
        {
            throw new ActionRefusedException($"Expected a curator to {what}, found the annotator {user.Name}. Ask a curator.");
        }
    }

    /// <summary>The sentence of an action, and the person's annotation of it, if they are as the person saw them.</summary>
    /// <exception cref="ActionRefusedException">There is no such sentence.</exception>
    /// <exception cref="StaleRevisionException">There is something newer.</exception>
    public (StoredSentence Sentence, StoredAnnotation Annotation) Seen(long id, long revision, int? annotator = null)
    {
        StoredSentence sentence = Sentence(id);
        StoredAnnotation annotation = AnnotationTable.Get(session, id, annotator ?? user.Id);
        if (revision != SentenceViews.RevisionOf(sentence, annotation))
        {
            throw new StaleRevisionException(
                $"Expected sentence {id} as it was at revision {revision}, found revision {SentenceViews.RevisionOf(sentence, annotation)}: it was changed in another window, or its words were. Nothing was done; look at what is there now, and do it again.",
                SentenceViews.Get(session, Types, id, annotator ?? user.Id)!);
        }

        return (sentence, annotation);
    }

    /// <exception cref="ActionRefusedException">There is no such sentence.</exception>
    public StoredSentence Sentence(long id) =>
        SentenceTable.Get(session, id) ?? throw new ActionRefusedException($"Expected a sentence of the project, found no sentence {id}. It may have been joined to the one before: load the list again.");

    public SentenceAnnotation AnnotationOf(long sentence, int annotator) => AnnotationTable.Get(session, sentence, annotator).Annotation;

    public void SetAnnotation(long sentence, SentenceAnnotation annotation, int? annotator = null) =>
        _changes.Set("annotation", AnnotationTable.Row(annotation), sentence, annotator ?? user.Id);

    public void SetSentence(long id, SentenceRow? row) =>
        _changes.Set("sentence", row is null ? null : System.Text.Json.JsonSerializer.Serialize(row, RowJson.Plain.SentenceRow), id);

    public void SetType(EntityType type)
    {
        _changes.Set("type", System.Text.Json.JsonSerializer.Serialize(type, RowJson.Plain.EntityType), type.Id);
        Types = new TypeList(session);
    }

    /// <summary>Keeps a row of the event although it may not change.</summary>
    public void Cover(string table, params long[] key) => _changes.Cover(table, key);

    public void Set(string table, string? row, params long[] key) => _changes.Set(table, row, key);

    /// <summary>Spans that may be written: in order, apart, inside the words, of types of the list, each with its origin.</summary>
    /// <param name="spans">What the person sent.</param>
    /// <param name="words">How many words there are.</param>
    /// <param name="known">What was there before: a span that is still the same entity keeps its origin.</param>
    /// <exception cref="ActionRefusedException">They are not so.</exception>
    public AnnotatedSpan[] Checked(IReadOnlyList<AnnotatedSpan> spans, int words, IReadOnlyList<AnnotatedSpan> known)
    {
        AnnotatedSpan[] sorted = [.. spans.OrderBy(span => span.First)];
        AnnotatedSpan[] before = Types.Now(known);
        for (int index = 0; index < sorted.Length; index++)
        {
            AnnotatedSpan span = sorted[index];
            if (span.First < 0 || span.End <= span.First || span.End > words)
            {
                throw new ActionRefusedException($"Expected an entity of words 0 to {words}, found one from {span.First} up to {span.End}. Mark words of the sentence.");
            }

            if (index > 0 && sorted[index - 1].Overlaps(span))
            {
                throw new ActionRefusedException($"Expected entities that share no words, found one from {sorted[index - 1].First} up to {sorted[index - 1].End} and one from {span.First} up to {span.End}. Shorten one of them, or take it away.");
            }

            if (Types.Find(span.Type) is null)
            {
                throw new ActionRefusedException($"Expected a type of the project ({string.Join(", ", Types.Live.Select(type => type.Name))}), found number {span.Type}. Load the types again.");
            }

            if (span.Score is { } score && !(score >= 0 && score <= 1))
            {
                throw new ActionRefusedException(FormattableString.Invariant($"Expected a score from 0 to 1, found {score}."));
            }

            AnnotatedSpan? same = before.Cast<AnnotatedSpan?>().FirstOrDefault(old => old!.Value.IsSameEntity(span));
            sorted[index] = same ?? (span.Model is null ? span with { Origin = SpanOrigin.Person, Score = null } : span);
        }

        return sorted;
    }
}
