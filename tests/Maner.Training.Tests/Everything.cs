using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Training.Tests;

/// <summary>Labels that no sensible model learns.</summary>
internal static class Everything
{
    /// <summary>Every word an entity, of each type in turn.</summary>
    public static DataSet IsAnEntity(DataSet set)
    {
        string[] types = [.. TagSet.Of(set.Sentences).Types];
        return set with
        {
            Sentences = [.. set.Sentences.Select(sentence => new Sentence(
                sentence.Words, [.. Enumerable.Range(0, sentence.Words.Count).Select(word => new EntitySpan(word, word + 1, types[word % types.Length]))], sentence.Line))],
        };
    }
}
