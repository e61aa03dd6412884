using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Evaluation;

/// <summary>A labelled sentence and the tags that a system predicted for its words. Immutable.</summary>
internal sealed class EvaluatedSentence
{
    private IReadOnlyList<EntitySpan>? _strict;
    private IReadOnlyList<EntitySpan>? _lenient;

    /// <summary>Pairs gold and prediction.</summary>
    /// <exception cref="InvalidDataException">The sentence has no labels.</exception>
    /// <exception cref="ArgumentException">The number of tags is not the number of words.</exception>
    public EvaluatedSentence(Sentence gold, IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(gold);
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Count != gold.Words.Count)
        {
            throw new ArgumentException($"Line {gold.Line}: {tags.Count} predicted tags for {gold.Words.Count} words.", nameof(tags));
        }

        Gold = gold;
        Tags = tags;
        GoldEntities = gold.Entities ?? throw new InvalidDataException(
            $"Line {gold.Line}: expected a labelled sentence, found one without tags. Scores need gold labels; unlabelled text can only be tagged.");
    }

    /// <summary>Pairs gold and predicted tags of a set.</summary>
    /// <param name="gold">The labelled sentence.</param>
    /// <param name="tagSet">The classes of the system.</param>
    /// <param name="tagIds">One predicted tag per word.</param>
    /// <param name="confidences">The probability of each entity by <see cref="SpanRule.Lenient"/>, in reading order; null where nobody knows.</param>
    /// <exception cref="InvalidDataException">The sentence has no labels.</exception>
    /// <exception cref="ArgumentException">The number of tags is not the number of words.</exception>
    public EvaluatedSentence(Sentence gold, TagSet tagSet, ReadOnlySpan<int> tagIds, IReadOnlyList<float>? confidences = null)
        : this(gold, tagSet?.Decode(tagIds)!)
    {
        (_strict, _lenient, Confidences) = (tagSet!.SpansStrict(tagIds), tagSet.SpansLenient(tagIds), confidences);
    }

    /// <summary>The sentence with its gold entities.</summary>
    public Sentence Gold { get; }

    /// <summary>One predicted tag per word.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The gold entities in reading order.</summary>
    public IReadOnlyList<EntitySpan> GoldEntities { get; }

    /// <summary>The probability of each entity by <see cref="SpanRule.Lenient"/>, in reading order; null where nobody knows.</summary>
    public IReadOnlyList<float>? Confidences { get; }

    /// <summary>The predicted entities in reading order; read from the tags once.</summary>
    public IReadOnlyList<EntitySpan> PredictedEntities(SpanRule rule) =>
        rule == SpanRule.Strict ? _strict ??= Iob2.ToSpansStrict(Tags) : _lenient ??= Iob2.ToSpansLenient(Tags);
}
