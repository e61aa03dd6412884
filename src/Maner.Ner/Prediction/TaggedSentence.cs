using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Prediction;

/// <summary>A sentence with the tags and probabilities that a model gave it. Immutable.</summary>
internal sealed class TaggedSentence
{
    private readonly int[] _tagIds;
    private readonly float[] _probabilities;

    /// <summary>Joins a sentence with its tags.</summary>
    /// <param name="input">The sentence.</param>
    /// <param name="tagIds">One tag per word, as predicted: ids of <paramref name="tagSet"/>.</param>
    /// <param name="probabilities">Class probabilities [words, tags of <paramref name="tagSet"/>], row by row.</param>
    /// <param name="tagSet">The classes.</param>
    /// <param name="logProbability">Natural logarithm of the probability of all tags together.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or an id is not in the set.</exception>
    public TaggedSentence(Sentence input, int[] tagIds, float[] probabilities, TagSet tagSet, double logProbability = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(tagIds);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(tagSet);
        if (tagIds.Length != input.Words.Count)
        {
            throw new ArgumentException($"{tagIds.Length} tags for {input.Words.Count} words.", nameof(tagIds));
        }

        if (probabilities.Length != tagIds.Length * tagSet.Count)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities for {tagIds.Length} words of {tagSet.Count} classes.", nameof(probabilities));
        }

        if (Array.Exists(tagIds, id => (uint)id >= (uint)tagSet.Count))
        {
            throw new ArgumentException($"A tag's id is not among those of the {tagSet.Count} classes ({string.Join(", ", tagSet.Tags)}).", nameof(tagIds));
        }

        Input = input;
        Tags = tagSet.Decode(tagIds);
        TagSet = tagSet;
        LogProbability = logProbability;
        (_tagIds, _probabilities) = (tagIds, probabilities);
        // An I- that continues nothing still marks a name the user wants to see, so the lenient rule of conlleval reads the tags.
        Entities = [.. tagSet.SpansLenient(tagIds).Select(span => new TaggedEntity(span, ProbabilityOf(span)))];
    }

    /// <summary>The sentence.</summary>
    public Sentence Input { get; }

    /// <summary>One tag per word, as predicted.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The same as ids of <see cref="TagSet"/>.</summary>
    public ReadOnlySpan<int> TagIds => _tagIds;

    /// <summary>
    /// Natural logarithm of the probability of these tags among all sequences (score of the sequence − log Z), at most 0; NaN where nobody computed it.
    /// </summary>
    public double LogProbability { get; }

    /// <summary>The classes, in the order of <see cref="ProbabilitiesOf(int)"/>.</summary>
    public TagSet TagSet { get; }

    /// <summary>The entities in reading order, read by <see cref="Iob2.ToSpansLenient"/>.</summary>
    public IReadOnlyList<TaggedEntity> Entities { get; }

    /// <summary>All class probabilities [words, classes], row by row.</summary>
    internal ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>The probability of every class for a word.</summary>
    public ReadOnlySpan<float> ProbabilitiesOf(int word) => _probabilities.AsSpan(word * TagSet.Count, TagSet.Count);

    /// <summary>The same with the words of all other types outside entities. The classes and their probabilities stay.</summary>
    /// <param name="types">The types to keep; null for all.</param>
    public TaggedSentence OfTypes(IReadOnlySet<string>? types)
    {
        if (types is null || !TagSet.TryGetId(Iob2.Outside, out int outside))
        {
            return this;
        }

        int[] kept = [.. _tagIds.Select(id => id == outside || types.Contains(TagSet.Tags[id][2..]) ? id : outside)];
        return new TaggedSentence(Input, kept, _probabilities, TagSet);
    }

    private float ProbabilityOf(EntitySpan span)
    {
        float lowest = float.PositiveInfinity;
        for (int word = span.Start; word < span.End; word++)
        {
            lowest = Math.Min(lowest, ProbabilitiesOf(word)[_tagIds[word]]);
        }

        return lowest;
    }
}
