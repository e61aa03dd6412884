using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>
/// Unlabelled sentences with the tags of a tagger, for another to learn from. Those without entities are left out: a tagger that has learned from a hundred
/// sentences misses more than it invents, and would teach that there is nothing (docs/lab/transfer.md).
/// </summary>
internal static class SilverSentences
{
    /// <summary>The sentences with an entity in which every tag is sure, in the order of the text.</summary>
    /// <param name="teacher">The tagger. Its temperature, which dev has fitted or nobody, is not looked at.</param>
    /// <param name="text">Sentences without labels.</param>
    /// <param name="least">The least probability of a word's tag.</param>
    public static IReadOnlyList<Sentence> Tag(Tagger teacher, IReadOnlyList<Sentence> text, float least)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        return [.. teacher.WithDecoder(teacher.Decoder.WithTemperature(1)).Tag(text)
            .Where(sentence => sentence.Entities.Count > 0 && IsSure(sentence, least))
            .Select(sentence => sentence.Input.WithEntities([.. sentence.Entities.Select(entity => entity.Span)]))];
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

    private static bool IsSure(TaggedSentence sentence, float least)
    {
        for (int word = 0; word < sentence.TagIds.Length; word++)
        {
            if (sentence.ProbabilitiesOf(word)[sentence.TagIds[word]] < least)
            {
                return false;
            }
        }

        return true;
    }
}
