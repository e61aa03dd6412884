using Maner.Ner.Prediction;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Testing;

/// <summary>Tagged sentences for tests.</summary>
internal static class Tagged
{
    public static readonly TagSet TagSet = TagSet.OfTypes(["LOC", "PER"]); // O B-LOC I-LOC B-PER I-PER

    /// <summary>Tags a sentence; word i has probability 0.9 − 0.1·i for its tag and shares the rest among the other classes.</summary>
    public static TaggedSentence Of(Sentence input, params string[] tags)
    {
        var probabilities = new float[tags.Length * TagSet.Count];
        var tagIds = new int[tags.Length];
        for (int word = 0; word < tags.Length; word++)
        {
            float top = 0.9f - (0.1f * word);
            Span<float> row = probabilities.AsSpan(word * TagSet.Count, TagSet.Count);
            row.Fill((1 - top) / (TagSet.Count - 1));
            TagSet.TryGetId(tags[word], out tagIds[word]);
            row[tagIds[word]] = top;
        }

        return new TaggedSentence(input, tagIds, probabilities, TagSet);
    }
}
