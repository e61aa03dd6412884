using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>
/// Unlabelled sentences with the tags of a tagger, for another to learn from. Sentences with and without entities are chosen apart: the surest ones of all
/// have none, and would teach that there are none.
/// </summary>
internal static class SilverSentences
{
    /// <summary>The surest sentences, in the order of the text.</summary>
    /// <param name="teacher">The tagger.</param>
    /// <param name="text">Sentences without labels.</param>
    /// <param name="share">How many of those with entities are kept, and of those without.</param>
    public static IReadOnlyList<Sentence> Tag(Tagger teacher, IReadOnlyList<Sentence> text, double share)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        TaggedSentence[] tagged = [.. teacher.Tag(text)];
        return [.. tagged.Index()
            .GroupBy(sentence => sentence.Item.Entities.Count > 0)
            .SelectMany(group => group.OrderByDescending(sentence => Certainty(sentence.Item)).Take((int)Math.Ceiling(share * group.Count())))
            .OrderBy(sentence => sentence.Index)
            .Select(sentence => Labelled(sentence.Item))];
    }

    /// <summary>Which sentences a teacher is to tag: none twice, none of those that are labelled, and of the rest so many as the limit asks for, drawn by the seed.</summary>
    /// <param name="text">The unlabelled sentences.</param>
    /// <param name="known">Words that have labels: of training sentences, and of dev, which must choose without having been read.</param>
    /// <param name="most">Sentences at the most.</param>
    /// <param name="rng">Draws.</param>
    public static IReadOnlyList<Sentence> Choose(IEnumerable<Sentence> text, IEnumerable<Sentence> known, int most, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(rng);
        var seen = known.Select(sentence => sentence.JoinedWords).ToHashSet(StringComparer.Ordinal);
        Sentence[] fresh = [.. text.Where(sentence => sentence.Words.Count > 0 && seen.Add(sentence.JoinedWords))];
        if (fresh.Length <= most)
        {
            return fresh;
        }

        int[] order = [.. Enumerable.Range(0, fresh.Length)];
        rng.Shuffle(order.AsSpan());
        return [.. order.Take(most).Order().Select(index => fresh[index])];
    }

    /// <summary>Mean log-probability of the words' tags: not the whole sentence's, which is the lower the longer it is.</summary>
    private static double Certainty(TaggedSentence sentence)
    {
        double sum = 0;
        for (int word = 0; word < sentence.TagIds.Length; word++)
        {
            sum += Math.Log(Math.Max(sentence.ProbabilitiesOf(word)[sentence.TagIds[word]], 1e-30));
        }

        return sum / sentence.TagIds.Length;
    }

    private static Sentence Labelled(TaggedSentence sentence) => sentence.Input.WithEntities([.. sentence.Entities.Select(entity => entity.Span)]);
}
