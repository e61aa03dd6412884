namespace Maner.Ner.Encoders;

/// <summary>What an encoder puts in the place of masked words.</summary>
/// <param name="Masks">Words that were masked, one at a time; none of the five most frequent ones of the text.</param>
/// <param name="Best">Of these, how many first pieces were the best.</param>
/// <param name="InFive">How many were among the five best.</param>
/// <param name="Examples">Some of them.</param>
internal sealed record FilledMasks(int Masks, int Best, int InFive, IReadOnlyList<FilledMask> Examples)
{
    /// <summary>Fewer masked words tell nothing.</summary>
    public const int Fewest = 30;

    /// <summary>Whether the encoder knows the language; null where that cannot be told. Bounds are rules of thumb: one word in seven, one in thirty.</summary>
    public bool? IsUnderstood => Masks < Fewest ? null : InFive >= Masks / 7.0 ? true : InFive >= Masks / 30.0 ? null : false;
}

/// <summary>A masked word.</summary>
/// <param name="Before">The sentence before it.</param>
/// <param name="Word">The word.</param>
/// <param name="After">The sentence after it.</param>
/// <param name="Masks">How many pieces it has, all masked.</param>
/// <param name="Rank">Which of all pieces, from 1 on, its first is.</param>
/// <param name="Best">The five best pieces in the place of its first, with their probabilities.</param>
internal sealed record FilledMask(string Before, string Word, string After, int Masks, int Rank, IReadOnlyList<(string Piece, double Probability)> Best);
