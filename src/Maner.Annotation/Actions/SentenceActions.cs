using Maner.Annotation.Records;

namespace Maner.Annotation.Actions;

/// <summary>Replaces the person's spans of a sentence; no spans and <see cref="SentenceState.Done"/>: no entities.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Spans">All spans, in any order, not overlapping.</param>
/// <param name="State">The state from then on; null to leave it.</param>
internal sealed record SetSpans(long Sentence, long Revision, IReadOnlyList<AnnotatedSpan> Spans, SentenceState? State = null) : SentenceAction(Sentence, Revision);

/// <summary>Done, skipped, or new again.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="State">The state from then on.</param>
internal sealed record SetState(long Sentence, long Revision, SentenceState State) : SentenceAction(Sentence, Revision);

/// <summary>Flags a sentence, or takes the flag away.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="IsFlagged">Whether it is flagged from then on.</param>
internal sealed record SetFlag(long Sentence, long Revision, bool IsFlagged) : SentenceAction(Sentence, Revision);

/// <summary>Puts a comment to a sentence; empty to take it away.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Comment">The text.</param>
internal sealed record SetComment(long Sentence, long Revision, string Comment) : SentenceAction(Sentence, Revision);

/// <summary>Takes over what a model suggests: all of it that meets no span of the person, or some.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Spans">Indices in <see cref="Suggestion.Spans"/>; null for all.</param>
/// <param name="State">The state from then on; null to leave it.</param>
internal sealed record AcceptSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<int>? Spans = null, SentenceState? State = null) : SentenceAction(Sentence, Revision);

/// <summary>Takes over a suggested span with other words or another type. Its origin is the person, with the model's name and score.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Span">Index in <see cref="Suggestion.Spans"/>.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Type">The type's id.</param>
internal sealed record CorrectSuggestion(long Sentence, long Revision, string Model, int Span, int First, int End, int Type) : SentenceAction(Sentence, Revision);

/// <summary>Rejects what a model suggests: all of it, or some. It is not suggested to the person again.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Model">The model whose suggestion the person saw.</param>
/// <param name="Spans">Indices in <see cref="Suggestion.Spans"/>; null for all.</param>
internal sealed record RejectSuggestion(long Sentence, long Revision, string Model, IReadOnlyList<int>? Spans = null) : SentenceAction(Sentence, Revision);

/// <summary>Decides what the gold labels of a sentence are. Only curators.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision of the adjudicated annotation that the person saw (<c>AdjudicationView.Revision</c>).</param>
/// <param name="Spans">The spans.</param>
/// <param name="State">Done; skipped to leave the sentence out; new to take the decision back.</param>
/// <param name="Comment">Why; empty for no word.</param>
internal sealed record Adjudicate(long Sentence, long Revision, IReadOnlyList<AnnotatedSpan> Spans, SentenceState State = SentenceState.Done, string Comment = "") : SentenceAction(Sentence, Revision);
