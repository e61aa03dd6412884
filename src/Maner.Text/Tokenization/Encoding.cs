namespace Maner.Text.Tokenization;

/// <summary>A text cut into pieces. The four lists of pieces have the same length. Immutable.</summary>
internal sealed class Encoding
{
    internal Encoding(string text, int[] ids, string[] pieces, int[] begin, int[] end) =>
        (Text, Ids, Pieces, Begin, End) = (text, ids, pieces, begin, end);

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The ids of the vocabulary. From a SentencePiece file: of ordinary pieces and of <c>&lt;unk&gt;</c>, no other special id.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The text of each piece in the vocabulary, with its marks (U+2581 or Ġ for a space, ## inside a word); the normalised text of an unknown one.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>Where each piece starts in <see cref="Text"/>, in UTF-16 units, as a rule with the space before it.</summary>
    public IReadOnlyList<int> Begin { get; }

    /// <summary>Where each piece ends in <see cref="Text"/>, in UTF-16 units, exclusive.</summary>
    public IReadOnlyList<int> End { get; }

    /// <summary>
    /// <see cref="Begin"/> and <see cref="End"/> in code points, as Python counts; a lone surrogate counts as one.
    /// </summary>
    public (int[] Begin, int[] End) InCodePoints()
    {
        var before = new int[Text.Length + 1];
        for (int i = 0; i < Text.Length; i++)
        {
            bool isSecondOfPair = i > 0 && char.IsSurrogatePair(Text[i - 1], Text[i]);
            before[i + 1] = before[i] + (isSecondOfPair ? 0 : 1);
        }

        return ([.. Begin.Select(index => before[index])], [.. End.Select(index => before[index])]);
    }
}
