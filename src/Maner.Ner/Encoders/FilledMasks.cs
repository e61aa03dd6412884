namespace Maner.Ner.Encoders;

/// <summary>What an encoder puts in the place of masked words.</summary>
/// <param name="Masks">Words that were masked, one at a time.</param>
/// <param name="Best">Of these, how many first pieces were the best.</param>
/// <param name="InFive">How many were among the five best.</param>
/// <param name="FrequentInFive">How many would be among the five by naming the five most frequent words of the text every time.</param>
/// <param name="Examples">Some of them.</param>
internal sealed record FilledMasks(int Masks, int Best, int InFive, int FrequentInFive, IReadOnlyList<FilledMask> Examples)
{
    /// <summary>Fewer masked words tell nothing.</summary>
    public const int Fewest = 30;

    /// <summary>Whether the encoder knows more than which words are frequent; null where that cannot be told. Bounds are rules of thumb.</summary>
    public bool? IsUnderstood => Masks < Fewest ? null : InFive >= 0.15 * Masks && InFive > 1.3 * FrequentInFive ? true : InFive > FrequentInFive ? null : false;
}

/// <summary>A masked word.</summary>
/// <param name="Before">The sentence before it.</param>
/// <param name="Word">The word.</param>
/// <param name="After">The sentence after it.</param>
/// <param name="Masks">How many pieces it has, all masked.</param>
/// <param name="Rank">Which of all pieces, from 1 on, its first is.</param>
/// <param name="Best">The five best pieces in the place of its first, with their probabilities.</param>
internal sealed record FilledMask(string Before, string Word, string After, int Masks, int Rank, IReadOnlyList<(string Piece, double Probability)> Best);
