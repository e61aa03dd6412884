namespace Maner.Ner.Methods;

/// <summary>
/// While training each word is replaced by one <c>&lt;mask&gt;</c> with probability p, and labels are predicted for all words; at inference as
/// <see cref="TokenMethod"/>: the paper's baseline 2.
/// </summary>
internal sealed class RandomMaskMethod : Method
{
    /// <inheritdoc/>
    public override string Name => "random-mask";

    /// <inheritdoc/>
    public override string Description => "as token, but each training word becomes one <mask> with probability p";

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, List<int> ids) =>
        training is { } chance && chance.Rng.NextDouble() < chance.MaskProbability
            ? AppendMarked(tokens.Mask, [], ids)
            : AppendPieces(pieces, tokens, ids);
}
