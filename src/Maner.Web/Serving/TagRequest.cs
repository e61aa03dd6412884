using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Web.Serving;

/// <summary>What <c>begin</c> and <c>end</c> of an answer count.</summary>
internal enum AnswerUnit
{
    /// <summary>UTF-16 code units, as the strings of C#, Java and JavaScript.</summary>
    Utf16,

    /// <summary>Unicode code points, as Python's strings.</summary>
    CodePoints,

    /// <summary>Bytes of UTF-8, as Go's and Rust's strings.</summary>
    Utf8,

    /// <summary>Words of the sentence.</summary>
    Words,
}

/// <summary>One text, or one list of words.</summary>
/// <param name="Text">The text; null where there are words.</param>
/// <param name="Words">The words; null where there is a text.</param>
internal sealed record TagInput(string? Text, IReadOnlyList<string>? Words);

/// <summary>A request to tag.</summary>
/// <param name="Inputs">What to tag, in order.</param>
/// <param name="IsList">Whether the request had a list: sentences then say which input they are from.</param>
internal sealed record TagRequest(IReadOnlyList<TagInput> Inputs, bool IsList)
{
    /// <summary>The model; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>What offsets of the answer count.</summary>
    public AnswerUnit Unit { get; init; }

    /// <summary>Whether a line is cut into its sentences; else it is one, as for <c>maner predict</c>.</summary>
    public bool SplitsSentences { get; init; }

    /// <summary>The sentences to tag.</summary>
    /// <param name="cut">How the model cuts words.</param>
    public IEnumerable<PlacedInput> Sentences(WordCut cut)
    {
        for (int input = 0; input < Inputs.Count; input++)
        {
            if (Inputs[input].Words is { } words)
            {
                yield return new PlacedInput(Sentence.FromWords(words), input, 0);
                continue;
            }

            string text = Inputs[input].Text!;
            foreach (TextRange range in SplitsSentences ? SentencesOf(text) : Lines(text))
            {
                Sentence sentence = Sentence.FromText(range.Of(text), cut);
                if (sentence.Words.Count > 0)
                {
                    yield return new PlacedInput(sentence, input, range.Begin);
                }
            }
        }
    }

    private static IEnumerable<TextRange> SentencesOf(string text)
    {
        TextRange[] lines = [.. Lines(text)];
        var abbreviations = Abbreviations.Learn(lines.Select(line => line.Of(text)));
        return lines.SelectMany(line => SentenceSplitter.Split(line.Of(text), abbreviations).Select(sentence => Trimmed(text, line.Begin + sentence.Begin, line.Begin + sentence.End)));
    }

    private static TextRange Trimmed(string text, int begin, int end)
    {
        while (begin < end && char.IsWhiteSpace(text[begin]))
        {
            begin++;
        }

        while (begin < end && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextRange(begin, end);
    }

    // Lines end at LF or CRLF, as for maner predict.
    private static IEnumerable<TextRange> Lines(string text)
    {
        for (int begin = 0; begin <= text.Length;)
        {
            int end = text.IndexOf('\n', begin);
            int behind = end < 0 ? text.Length : end;
            yield return new TextRange(begin, end > begin && text[end - 1] == '\r' ? end - 1 : behind);
            begin = behind + 1;
        }
    }
}

/// <summary>A sentence of a request.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Input">Which input it is from.</param>
/// <param name="Begin">Where it begins in that input's text, in UTF-16 code units.</param>
internal readonly record struct PlacedInput(Sentence Sentence, int Input, int Begin);
