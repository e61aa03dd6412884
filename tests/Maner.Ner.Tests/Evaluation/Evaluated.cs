using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Tests.Evaluation;

/// <summary>Evaluated sentences for tests.</summary>
internal static class Evaluated
{
    private static readonly string[] s_tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    /// <summary>A sentence from gold tags (valid IOB2) and predicted tags, both separated by spaces.</summary>
    public static EvaluatedSentence Of(string gold, string predicted, string? text = null, int line = 1)
    {
        string[] goldTags = gold.Split(' ');
        string[] words = text?.Split(' ') ?? [.. goldTags.Select((_, word) => $"w{word}")];
        return new EvaluatedSentence(new Sentence(words, Iob2.ToSpansStrict(goldTags), line), predicted.Split(' '));
    }

    /// <summary>Tags drawn one by one, so that most sequences break IOB2 somewhere.</summary>
    public static string[] RandomTags(Rng rng, int words) => [.. Enumerable.Range(0, words).Select(_ => s_tags[rng.Next(s_tags.Length)])];

    /// <summary>A sentence of 1 to 12 words whose prediction repeats about half of the gold tags.</summary>
    public static EvaluatedSentence Random(Rng rng)
    {
        int words = 1 + rng.Next(12);
        List<EntitySpan> gold = Iob2.ToSpansLenient(RandomTags(rng, words));
        string[] predicted = [.. Iob2.ToTags(words, gold).Zip(RandomTags(rng, words), (right, random) => rng.Next(2) == 0 ? right : random)];
        return new EvaluatedSentence(new Sentence([.. Enumerable.Range(0, words).Select(word => $"w{word}")], gold), predicted);
    }
}
