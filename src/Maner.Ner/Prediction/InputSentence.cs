using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Ner.Prediction;

/// <summary>A sentence to tag. It may have no words (an empty text in JSON Lines), so that output lines match input lines.</summary>
/// <param name="Words">The words.</param>
/// <param name="Text">The running text that the words were cut from; null when the source had words only.</param>
/// <param name="Offsets">Where each word stands in <paramref name="Text"/>; null exactly when the text is.</param>
/// <param name="Line">1-based line in the source; 0 when there is none.</param>
public sealed record InputSentence(IReadOnlyList<string> Words, string? Text, TextRange[]? Offsets, int Line)
{
    /// <summary>A sentence from running text, split by <see cref="WordSplitter"/>.</summary>
    public static InputSentence FromText(string text, int line = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextRange[] offsets = [.. WordSplitter.Split(text)];
        return new InputSentence([.. offsets.Select(word => word.Of(text))], text, offsets, line);
    }

    /// <summary>A sentence from words.</summary>
    public static InputSentence FromWords(IReadOnlyList<string> words, int line = 0) => new(words, null, null, line);

    /// <summary>A sentence of a labelled or unlabelled file; labels are not looked at.</summary>
    public static InputSentence FromSentence(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return FromWords(sentence.Words, sentence.Line);
    }

    /// <summary>The text that outputs show, and where each word stands in it: the source's own, or the words joined by single spaces.</summary>
    public (string Text, TextRange[] Offsets) Locate()
    {
        if (Text is not null && Offsets is not null)
        {
            return (Text, Offsets);
        }

        var offsets = new TextRange[Words.Count];
        int begin = 0;
        for (int word = 0; word < offsets.Length; word++)
        {
            offsets[word] = new TextRange(begin, begin + Words[word].Length);
            begin = offsets[word].End + 1;
        }

        return (string.Join(' ', Words), offsets);
    }
}
