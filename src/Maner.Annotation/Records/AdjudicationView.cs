namespace Maner.Annotation.Records;

/// <summary>A sentence with what everybody says of it, side by side.</summary>
/// <param name="Sentence">The sentence; its annotation is the adjudicated one, or empty.</param>
/// <param name="Annotations">What each person says, in the order of their ids.</param>
/// <param name="Revision">What <c>Adjudicate</c> names as the revision that was seen.</param>
internal sealed record AdjudicationView(SentenceView Sentence, IReadOnlyList<UserAnnotation> Annotations, long Revision);
