namespace Maner.Ner.Methods;

/// <summary>A method that is <see cref="ManerMethod"/> but for one thing: a mask in front of every word, which can continue maner's head.</summary>
internal abstract class MaskVariant : Method
{
    /// <inheritdoc/>
    public override string HeadName => new ManerMethod().Name;

    /// <inheritdoc/>
    public override int MostPositions(int pieces) => pieces + 1;

    /// <summary>How the mask takes part in the sentence.</summary>
    private protected virtual Marker Mask => Marker.Plain;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, InputPlan plan) =>
        AppendMarked(tokens.Mask, Mask, pieces, plan, readsPiece: Pooling is not null);
}
