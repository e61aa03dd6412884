namespace Maner.Ner.Methods;

/// <summary>
/// As <see cref="ManerMethod"/>, but with a new token <c>&lt;rand&gt;</c> that no pre-training has seen: the paper's control, which tells what the
/// mask's knowledge adds to the mere place in front of the word (MANER §4.3, Table 2).
/// </summary>
internal sealed class RandMethod : Method
{
    /// <inheritdoc/>
    public override string Name => "rand";

    /// <inheritdoc/>
    public override string Description => "as maner, with a new, untrained token instead of <mask> (the paper's control)";

    /// <inheritdoc/>
    public override bool NeedsNewToken => true;

    /// <inheritdoc/>
    public override int MostPositions(int pieces) => pieces + 1;

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, List<int> ids) =>
        AppendMarked(tokens.New, pieces, ids);
}
