using System.Globalization;
using Maner.Text.Tags;

namespace Maner.Ner.Prediction;

/// <summary>
/// Writes CoNLL: word, tab, tag; a blank line after each sentence. With probabilities, a <c>label=probability</c> column for
/// every class is between the two, so that the tag stays last, where readers look for it:
/// <c>Mombasa⇥O=0.012000⇥B-LOC=0.981000⇥I-LOC=0.007000⇥B-LOC</c>. A sentence without words writes nothing.
/// </summary>
/// <param name="output">Where to write; lines end in LF.</param>
/// <param name="probabilities">Whether to write every class's probability.</param>
internal sealed class ConllWriter(TextWriter output, bool probabilities = false) : ITaggedWriter
{
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A word holds a tab or a line feed, or marks a document's start, which the format cannot carry.</exception>
    public void Write(TaggedSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        IReadOnlyList<string> words = sentence.Input.Words;
        foreach (string word in words)
        {
            Maner.Text.Formats.ConllWriter.RequireWritable(word, hasTag: true, sentence.Input.Line);
        }

        for (int word = 0; word < words.Count; word++)
        {
            output.Write(words[word]);
            if (probabilities)
            {
                WriteProbabilities(sentence.TagSet, sentence.ProbabilitiesOf(word));
            }

            output.Write('\t');
            output.Write(sentence.Tags[word]);
            output.Write('\n');
        }

        if (words.Count > 0)
        {
            output.Write('\n');
        }
    }

    private void WriteProbabilities(TagSet tagSet, ReadOnlySpan<float> row)
    {
        for (int id = 0; id < row.Length; id++)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\t{tagSet.Tags[id]}={row[id]:F6}"));
        }
    }
}
