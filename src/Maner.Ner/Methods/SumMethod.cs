namespace Maner.Ner.Methods;

/// <summary>
/// As <see cref="MeanMethod"/>, with the sum instead of the mean: the prototype of <c>docs/lab/results.md</c>. With a new head it is the mean with weights twice as large at the
/// start, and so larger steps.
/// </summary>
internal sealed class SumMethod : MaskVariant
{
    /// <inheritdoc/>
    public override string Name => "maner-sum";

    /// <inheritdoc/>
    public override string Description => "as maner-mean, with the sum";

    /// <inheritdoc/>
    public override Tensors.Pooling? Pooling => Tensors.Pooling.Sum;
}
