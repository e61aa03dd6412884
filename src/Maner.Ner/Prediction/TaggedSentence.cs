using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Prediction;

/// <summary>A sentence with the tags and probabilities that a model gave it. Immutable.</summary>
public sealed class TaggedSentence
{
    private readonly float[] _probabilities;

    /// <summary>Joins a sentence with its tags.</summary>
    /// <param name="input">The sentence.</param>
    /// <param name="tags">One tag a word, as predicted.</param>
    /// <param name="probabilities">Class probabilities [words, tags of <paramref name="tagSet"/>], row by row.</param>
    /// <param name="tagSet">The classes.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a tag is not in the set.</exception>
    public TaggedSentence(Sentence input, string[] tags, float[] probabilities, TagSet tagSet)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(tagSet);
        if (tags.Length != input.Words.Count)
        {
            throw new ArgumentException($"{tags.Length} tags for {input.Words.Count} words.", nameof(tags));
        }

        if (probabilities.Length != tags.Length * tagSet.Count)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities for {tags.Length} words of {tagSet.Count} classes.", nameof(probabilities));
        }

        Input = input;
        Tags = tags;
        TagSet = tagSet;
        _probabilities = probabilities;
        // An I- that continues nothing still marks a name the user wants to see, so the lenient rule of conlleval reads the tags.
        Entities = [.. Iob2.ToSpansLenient(tags).Select(span => new TaggedEntity(span, ProbabilityOf(span)))];
    }

    /// <summary>The sentence.</summary>
    public Sentence Input { get; }

    /// <summary>One tag a word, as predicted.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The classes, in the order of <see cref="ProbabilitiesOf(int)"/>.</summary>
    public TagSet TagSet { get; }

    /// <summary>The entities in reading order, read by <see cref="Iob2.ToSpansLenient"/>.</summary>
    public IReadOnlyList<TaggedEntity> Entities { get; }

    /// <summary>The probability of every class for a word.</summary>
    public ReadOnlySpan<float> ProbabilitiesOf(int word) => _probabilities.AsSpan(word * TagSet.Count, TagSet.Count);

    /// <summary>All words' probabilities [words, tags], row by row, to be changed by the caller.</summary>
    public float[] CopyProbabilities() => [.. _probabilities];

    private float ProbabilityOf(EntitySpan span)
    {
        float lowest = float.PositiveInfinity;
        for (int word = span.Start; word < span.End; word++)
        {
            if (!TagSet.TryGetId(Tags[word], out int id))
            {
                throw new ArgumentException($"The tag '{Tags[word]}' is not among the classes ({string.Join(", ", TagSet.Tags)}).");
            }

            lowest = Math.Min(lowest, ProbabilitiesOf(word)[id]);
        }

        return lowest;
    }
}
