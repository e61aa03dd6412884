using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Actions;

/// <summary>Replaces the person's spans of a sentence; no spans and <see cref="SentenceState.Done"/>: no entities.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Spans">All spans, in any order, not overlapping.</param>
/// <param name="State">The state from then on; null to leave it.</param>
internal sealed record SetSpans(long Sentence, long Revision, IReadOnlyList<AnnotatedSpan> Spans, SentenceState? State = null) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        (StoredSentence sentence, StoredAnnotation old) = scope.Seen(Sentence, Revision);
        scope.SetAnnotation(Sentence, old.Annotation with
        {
            Spans = scope.Checked(Spans, sentence.Row.Words.Length, old.Annotation.Spans),
            State = State ?? old.Annotation.State,
        });
    }
}

/// <summary>Done, skipped, or new again.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="State">The state from then on.</param>
internal sealed record SetState(long Sentence, long Revision, SentenceState State) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope) => scope.SetAnnotation(Sentence, scope.Seen(Sentence, Revision).Annotation.Annotation with { State = State });
}

/// <summary>Flags a sentence, or takes the flag away.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="IsFlagged">Whether it is flagged from then on.</param>
internal sealed record SetFlag(long Sentence, long Revision, bool IsFlagged) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope) => scope.SetAnnotation(Sentence, scope.Seen(Sentence, Revision).Annotation.Annotation with { IsFlagged = IsFlagged });
}

/// <summary>Puts a comment to a sentence; empty to take it away.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Comment">The text.</param>
internal sealed record SetComment(long Sentence, long Revision, string Comment) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope) => scope.SetAnnotation(Sentence, scope.Seen(Sentence, Revision).Annotation.Annotation with { Comment = Comment.Trim() });
}

/// <summary>Decides what the gold labels of a sentence are. Only curators.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision of the adjudicated annotation that the person saw (<c>AdjudicationView.Revision</c>).</param>
/// <param name="Spans">The spans.</param>
/// <param name="State">Done; skipped to leave the sentence out; new to take the decision back.</param>
/// <param name="Comment">Why; empty for no word.</param>
internal sealed record Adjudicate(long Sentence, long Revision, IReadOnlyList<AnnotatedSpan> Spans, SentenceState State = SentenceState.Done, string Comment = "") : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("adjudicate");
        (StoredSentence sentence, StoredAnnotation old) = scope.Seen(Sentence, Revision, AnnotationTable.Adjudicated);
        scope.SetAnnotation(
            Sentence,
            old.Annotation with { Spans = State == SentenceState.New ? [] : scope.Checked(Spans, sentence.Row.Words.Length, old.Annotation.Spans), State = State, Comment = Comment.Trim() },
            AnnotationTable.Adjudicated);
    }
}
