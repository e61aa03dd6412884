namespace Maner.Ner.Methods;

/// <summary>Plain token classification, the label on a word's first piece: the paper's baseline 1 (MANER §4, "XLM-RoBERTa-large").</summary>
internal sealed class TokenMethod : Method
{
    /// <inheritdoc/>
    public override string Name => "token";

    /// <inheritdoc/>
    public override string Description => "plain token classification, the label on a word's first piece";

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, List<int> ids) =>
        AppendPieces(pieces, tokens, ids);
}
