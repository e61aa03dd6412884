namespace Maner.Ner.Encoders;

/// <summary>How a tokenizer cuts a text.</summary>
internal sealed record TextFit
{
    /// <summary>Lines that are not empty.</summary>
    public required long Lines { get; init; }

    /// <summary>Words.</summary>
    public required long Words { get; init; }

    /// <summary>Their pieces.</summary>
    public required long Pieces { get; init; }

    /// <summary>Pieces that stand for what has none.</summary>
    public required long UnknownPieces { get; init; }

    /// <summary>Words with such a piece.</summary>
    public required long UnknownWords { get; init; }

    /// <summary>Words of two letters or more that have a piece for every letter, or several.</summary>
    public required long SpelledWords { get; init; }

    /// <summary>Letters without a piece and how often they are there, the most frequent first, ten at most.</summary>
    public required IReadOnlyList<(string Letter, long Count)> UnknownLetters { get; init; }

    /// <summary>Of a trimmed encoder: words that the whole one cuts otherwise, and some of them; null of one that is whole.</summary>
    public required (long Words, IReadOnlyList<string> Examples)? Uncovered { get; init; }

    /// <summary>The share of pieces that are unknown.</summary>
    public double UnknownShare => Share(UnknownPieces, Pieces);

    /// <summary>The share of words that are spelled.</summary>
    public double SpelledShare => Share(SpelledWords, Words);

    /// <summary>Pieces in a word.</summary>
    public double PiecesPerWord => Share(Pieces, Words);

    /// <summary>Whether the script is known. Bounds are rules of thumb: one word in ten with something unknown, or three in ten spelled, are not read but guessed at.</summary>
    public ScriptKnowledge Script => Share(UnknownWords, Words) > 0.1 || SpelledShare > 0.3 ? ScriptKnowledge.Unknown
        : Share(UnknownWords, Words) > 0.01 || SpelledShare > 0.1 ? ScriptKnowledge.Partly
        : ScriptKnowledge.Known;

    private static double Share(long part, long all) => all == 0 ? 0 : (double)part / all;
}

/// <summary>Whether a tokenizer knows the script of a text.</summary>
internal enum ScriptKnowledge
{
    /// <summary>Words are pieces or a few of them.</summary>
    Known,

    /// <summary>Some letters are unknown, or some words spelled.</summary>
    Partly,

    /// <summary>Most words cannot be read.</summary>
    Unknown,
}
