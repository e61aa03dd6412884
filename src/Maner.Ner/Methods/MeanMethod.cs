namespace Maner.Ner.Methods;

/// <summary>
/// As <see cref="ManerMethod"/>, but the head reads the mean of the mask's hidden state and that of the word's first piece: what the mask expects, and what is there. A mean
/// and not a sum (<see cref="SumMethod"/>), so that a state has the size that a head of maner was trained on, and words without pieces, which have their mask alone, are as the others.
/// </summary>
internal sealed class MeanMethod : MaskVariant
{
    /// <inheritdoc/>
    public override string Name => "maner-mean";

    /// <inheritdoc/>
    public override string Description => "as maner, read from the mean of the mask and the word's first piece";

    /// <inheritdoc/>
    public override Tensors.Pooling? Pooling => Tensors.Pooling.Mean;
}
