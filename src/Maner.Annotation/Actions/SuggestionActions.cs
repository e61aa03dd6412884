using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Actions;

/// <summary>Takes over what a model suggests: all of it that meets no span of the person, or some.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Spans">The suggested spans that are meant, as the person saw them; null for all.</param>
/// <param name="State">The state from then on; null to leave it.</param>
internal sealed record AcceptSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<SuggestedSpan>? Spans = null, SentenceState? State = null) : SentenceAction(Sentence, Revision)
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
/// <param name="Span">The suggested span, as the person saw it.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Type">The type's id.</param>
internal sealed record CorrectSuggestion(long Sentence, long Revision, string Model, SuggestedSpan Span, int First, int End, int Type) : SentenceAction(Sentence, Revision)
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
/// <param name="Spans">The suggested spans that are meant, as the person saw them; null for all.</param>
internal sealed record RejectSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<SuggestedSpan>? Spans = null) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        (_, StoredAnnotation old) = scope.Seen(Sentence, Revision);
        scope.SetAnnotation(Sentence, old.Annotation with { Rejected = [.. old.Annotation.Rejected, .. SuggestedSpans.Of(scope, this, Model, Spans)] });
    }
}

/// <summary>A suggested span as a person saw it. By itself and not by its place in a list, which changes when a type goes: only what was seen is ever taken over.</summary>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Type">The type's id.</param>
internal sealed record SuggestedSpan(int First, int End, int Type);

/// <summary>Finds what actions say of suggestions.</summary>
internal static class SuggestedSpans
{
    /// <summary>The spans that a person saw suggested, or some of them, in reading order.</summary>
    /// <exception cref="ActionRefusedException">The model suggests nothing for the sentence.</exception>
    /// <exception cref="StaleRevisionException">It suggests something else by now: a type was changed, say.</exception>
    public static AnnotatedSpan[] Of(ActionScope scope, SentenceAction action, string model, IReadOnlyList<SuggestedSpan>? seen)
    {
        StoredSentence sentence = scope.Sentence(action.Sentence);
        Suggestion suggestion = SuggestionTable.Get(scope.Session, action.Sentence, sentence.Changed, model)
            ?? throw new ActionRefusedException($"Expected a suggestion of {model} for sentence {action.Sentence}, found none: a newer model has replaced it. Look at what is suggested now.");
        AnnotatedSpan[] spans = SentenceViews.Left(scope.Types.Now(suggestion.Spans), scope.Types.Now(scope.AnnotationOf(action.Sentence, scope.User.Id)));
        if (seen is null)
        {
            return spans;
        }

        if (seen.FirstOrDefault(one => !spans.Any(span => IsMeant(one, span))) is { } gone)
        {
            throw scope.Stale(action.Sentence, $"Expected {model} to suggest type {gone.Type} for words {gone.First + 1} to {gone.End}, found that it does not any more: its type was changed, or it was rejected.");
        }

        return [.. spans.Where(span => seen.Any(one => IsMeant(one, span)))];
    }

    private static bool IsMeant(SuggestedSpan seen, AnnotatedSpan span) => (seen.First, seen.End, seen.Type) == (span.First, span.End, span.Type);
}
