using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Aligned;

/// <summary>What one call of a tokenizer works on: a text in parts, and room for the next text and the next parts. Used by one caller at a time.</summary>
internal sealed class Workspace
{
    private const int MostKept = 1 << 16; // UTF-16 units

    /// <summary>The text so far.</summary>
    public AlignedText Text { get; private set; } = new();

    /// <summary>Its parts, in order, none empty.</summary>
    public List<Part> Parts { get; private set; } = [];

    /// <summary>Where a step writes the next text.</summary>
    public AlignedText NextText { get; private set; } = new();

    /// <summary>Where a step writes the next parts.</summary>
    public List<Part> NextParts { get; private set; } = [];

    /// <summary>Room for changes of one part.</summary>
    public List<LetterChange> Changes { get; } = [];

    /// <summary>Room for pieces of one part.</summary>
    public List<Match> Matches { get; } = [];

    /// <summary>The tokens so far.</summary>
    public List<Token> Tokens { get; } = [];

    /// <summary>False when its buffers have grown so much that it should not be kept for the next call.</summary>
    public bool IsSmall => Text.Capacity + NextText.Capacity <= MostKept;

    /// <summary>Begins with an original text in one part.</summary>
    public void Begin(ReadOnlySpan<char> original)
    {
        Text.Clear();
        Text.Append(original);
        Parts.Clear();
        Tokens.Clear();
        if (Text.Length > 0)
        {
            Parts.Add(new Part(0, Text.Length));
        }
    }

    /// <summary>What was written becomes what is read.</summary>
    public void TakeText()
    {
        (Text, NextText) = (NextText, Text);
        NextText.Clear();
        TakeParts();
    }

    /// <summary>The parts that were written become those that are read.</summary>
    public void TakeParts()
    {
        (Parts, NextParts) = (NextParts, Parts);
        NextParts.Clear();
    }
}

/// <summary>A piece of a part, and whether a pattern matches it.</summary>
/// <param name="Start">Its first UTF-16 unit, counted from the text's beginning.</param>
/// <param name="End">The unit after its last one.</param>
/// <param name="IsMatch">Whether the pattern matches it.</param>
internal readonly record struct Match(int Start, int End, bool IsMatch);

/// <summary>A token of the vocabulary in a text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">Its first UTF-16 unit in the rewritten text.</param>
/// <param name="End">The unit after its last one.</param>
/// <param name="IsAdded">Whether it was found as it is, before the text was cut.</param>
internal readonly record struct Token(int Id, int Start, int End, bool IsAdded = false);
