namespace Maner.Annotation.Actions;

/// <summary>Labels words wherever they occur, or at some of those places: one action, and one undo.</summary>
/// <param name="Type">The type's id; null to take the entities away.</param>
/// <param name="Places">Where, as <c>AnnotationProject.FindOccurrences</c> lists.</param>
/// <param name="Replace">Whether entities that share words with a place give way; otherwise such a place is left as it is, with a note.</param>
internal sealed record LabelOccurrences(int? Type, IReadOnlyList<OccurrencePlace> Places, bool Replace = false) : AnnotationAction;

/// <summary>Words of a sentence.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
internal sealed record OccurrencePlace(long Sentence, long Revision, int First, int End);
