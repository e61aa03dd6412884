namespace Maner.Ner.Methods;

/// <summary>
/// A <c>&lt;mask&gt;</c> in front of every word carries the word's label, when training and at inference: Mask Augmented NER (Sonkar, Wang and
/// Baraniuk 2023, §3).
/// </summary>
internal sealed class ManerMethod : Method
{
    /// <inheritdoc/>
    public override string Name => "maner";

    /// <inheritdoc/>
    public override string Description => "a <mask> in front of every word carries its label";

    /// <inheritdoc/>
    public override int MostPositions(int pieces) => pieces + 1;

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, List<int> ids) =>
        AppendMarked(tokens.Mask, pieces, ids);
}
