using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Actions;

/// <summary>Labels words wherever they occur, or at some of those places: one action, and one undo.</summary>
/// <param name="Type">The type's id; null to take the entities away.</param>
/// <param name="Places">Where, as <c>AnnotationProject.FindOccurrences</c> lists.</param>
/// <param name="Replace">Whether entities that share words with a place give way; otherwise such a place is left as it is, with a note.</param>
internal sealed record LabelOccurrences(int? Type, IReadOnlyList<OccurrencePlace> Places, bool Replace = false) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        if (Type is { } type && scope.Types.Find(type) is null)
        {
            throw new ActionRefusedException($"Expected a type of the project, found number {type}. Load the types again.");
        }

        foreach (IGrouping<long, OccurrencePlace> places in Places.GroupBy(place => place.Sentence))
        {
            (StoredSentence sentence, StoredAnnotation old) = scope.Seen(places.Key, places.First().Revision);
            List<AnnotatedSpan> spans = [.. scope.Types.Now(old.Annotation.Spans)];
            foreach (OccurrencePlace place in places)
            {
                Label(scope, place, spans);
            }

            scope.SetAnnotation(places.Key, old.Annotation with { Spans = scope.Checked(spans, sentence.Row.Words.Length, old.Annotation.Spans) });
        }
    }

    private void Label(ActionScope scope, OccurrencePlace place, List<AnnotatedSpan> spans)
    {
        var wanted = new AnnotatedSpan(place.First, place.End, Type ?? 0);
        if (Type is null)
        {
            spans.RemoveAll(span => span.First == place.First && span.End == place.End);
            return;
        }

        if (spans.Exists(wanted.IsSameEntity))
        {
            return;
        }

        if (!Replace && spans.Exists(wanted.Overlaps))
        {
            scope.Notes.Add($"Sentence {place.Sentence}: words {place.First + 1} to {place.End} have an entity already, which was left as it is.");
            return;
        }

        spans.RemoveAll(wanted.Overlaps);
        spans.Add(wanted);
    }
}

/// <summary>Words of a sentence.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
internal sealed record OccurrencePlace(long Sentence, long Revision, int First, int End);
