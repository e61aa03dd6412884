namespace Maner.Text.Tokenization.PreTokenizers;

/// <summary>What becomes of the pieces that a pattern matches, by the names of tokenizer.json.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a part of its own.</summary>
    Isolated,

    /// <summary>Each belongs to the piece before it, unless that is a match too.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the piece after it, unless that is a match too.</summary>
    MergedWithNext,

    /// <summary>Matches next to each other are one part.</summary>
    Contiguous,
}
