using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Actions;

/// <summary>Takes over what a model suggests: all of it that meets no span of the person, or some.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Spans">Indices in <see cref="Suggestion.Spans"/>; null for all.</param>
/// <param name="State">The state from then on; null to leave it.</param>
internal sealed record AcceptSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<int>? Spans = null, SentenceState? State = null) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        (_, StoredAnnotation old) = scope.Seen(Sentence, Revision);
        var spans = old.Annotation.Spans.ToList();
        foreach (AnnotatedSpan span in SuggestedSpans.Of(scope, this, Model, Spans))
        {
            if (scope.Types.Now(spans).Any(span.Overlaps))
            {
                scope.Notes.Add($"The suggested {scope.Types.NameOf(span.Type)} from word {span.First + 1} to {span.End} shares words with an entity that is there, and was left out.");
                continue;
            }

            spans.Add(span);
        }

        scope.SetAnnotation(Sentence, old.Annotation with { Spans = [.. spans.OrderBy(span => span.First)], Rejected = [.. old.Annotation.Rejected.Where(gone => !spans.Exists(gone.IsSameEntity))], State = State ?? old.Annotation.State });
    }
}

/// <summary>Takes over a suggested span with other words or another type. Its origin is the person, with the model's name and score.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Span">Index in <see cref="Suggestion.Spans"/>.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Type">The type's id.</param>
internal sealed record CorrectSuggestion(long Sentence, long Revision, string Model, int Span, int First, int End, int Type) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        (StoredSentence sentence, StoredAnnotation old) = scope.Seen(Sentence, Revision);
        AnnotatedSpan suggested = SuggestedSpans.Of(scope, this, Model, [Span])[0];
        AnnotatedSpan corrected = suggested with { First = First, End = End, Type = Type, Origin = SpanOrigin.Person };
        scope.SetAnnotation(Sentence, old.Annotation with
        {
            Spans = scope.Checked([.. scope.Types.Now(old.Annotation.Spans), corrected], sentence.Row.Words.Length, old.Annotation.Spans),
            Rejected = suggested.IsSameEntity(corrected) ? old.Annotation.Rejected : [.. old.Annotation.Rejected, suggested],
        });
    }
}

/// <summary>Rejects what a model suggests: all of it, or some. It is not suggested to the person again.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Spans">Indices in <see cref="Suggestion.Spans"/>; null for all.</param>
internal sealed record RejectSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<int>? Spans = null) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        (_, StoredAnnotation old) = scope.Seen(Sentence, Revision);
        scope.SetAnnotation(Sentence, old.Annotation with { Rejected = [.. old.Annotation.Rejected, .. SuggestedSpans.Of(scope, this, Model, Spans)] });
    }
}

/// <summary>Finds what actions say of suggestions.</summary>
internal static class SuggestedSpans
{
    /// <summary>The spans that a person saw suggested, or some of them.</summary>
    /// <exception cref="ActionRefusedException">The model suggests nothing for the sentence, or not so much.</exception>
    public static AnnotatedSpan[] Of(ActionScope scope, SentenceAction action, string model, IReadOnlyList<int>? indices)
    {
        StoredSentence sentence = scope.Sentence(action.Sentence);
        Suggestion suggestion = SuggestionTable.Get(scope.Session, action.Sentence, sentence.Changed, model)
            ?? throw new ActionRefusedException($"Expected a suggestion of {model} for sentence {action.Sentence}, found none: a newer model has replaced it. Look at what is suggested now.");
        AnnotatedSpan[] spans = SentenceViews.Left(scope.Types.Now(suggestion.Spans), scope.Types.Now(scope.AnnotationOf(action.Sentence, scope.User.Id)));
        if (indices is null)
        {
            return spans;
        }

        foreach (int index in indices)
        {
            if (index < 0 || index >= spans.Length)
            {
                throw new ActionRefusedException($"Expected one of the {spans.Length} spans that {model} suggests, found number {index}. Look at what is suggested now.");
            }
        }

        return [.. indices.Distinct().Order().Select(index => spans[index])];
    }
}
