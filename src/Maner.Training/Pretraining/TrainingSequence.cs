namespace Maner.Training.Pretraining;

/// <summary>A sentence, or a part of one that is too long: a sequence of its own.</summary>
/// <param name="Start">Its first piece in the language's <see cref="TokenFile"/>.</param>
/// <param name="Length">Its pieces, without the marks at both ends.</param>
internal readonly record struct TrainingSequence(long Start, int Length)
{
    /// <summary><c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    public const int SpecialTokens = 2;

    /// <summary>Positions that the encoder sees.</summary>
    public int Tokens => Length + SpecialTokens;
}
