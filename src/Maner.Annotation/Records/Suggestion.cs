namespace Maner.Annotation.Records;

/// <summary>What a model suggests for a sentence. Never gold until a person confirms it.</summary>
/// <param name="Model">Name and version of the model.</param>
/// <param name="Spans">The entities, of origin <see cref="SpanOrigin.Model"/>, with scores.</param>
/// <param name="Value">How much the sentence is worth labelling by the acquisition function; null where none was computed.</param>
internal sealed record Suggestion(string Model, IReadOnlyList<AnnotatedSpan> Spans, double? Value = null);

/// <summary>What a model suggests for one of many sentences.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Spans">The entities; origin, model and type are filled in by the store: only words, type id and score count.</param>
/// <param name="WordCount">Words of the sentence that the model saw: what was cut otherwise since is not stored.</param>
/// <param name="Value">The acquisition value; null where none was computed.</param>
internal sealed record SentenceSuggestion(long Sentence, IReadOnlyList<AnnotatedSpan> Spans, int WordCount, double? Value = null);
