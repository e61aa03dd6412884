using Maner.Text.Sentences;

namespace Maner.Ner.Prediction;

/// <summary>An entity that a model found.</summary>
/// <param name="Span">Its words and type.</param>
/// <param name="Probability">
/// The lowest of its words' probabilities for their tags, 0 to 1. The probability that all tags are right lies between the
/// product (words that err independently) and this minimum (words that err together); the words of one name mostly are right or
/// fall together, and the minimum does not shrink with length, so one threshold serves short and long names.
/// </param>
internal readonly record struct TaggedEntity(EntitySpan Span, float Probability);
