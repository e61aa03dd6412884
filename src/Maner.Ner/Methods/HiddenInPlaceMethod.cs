namespace Maner.Ner.Methods;

/// <summary>
/// <see cref="InPlaceMethod"/> and <see cref="HiddenMethod"/> together: all other tokens' hidden states are those of the sentence without masks.
/// </summary>
internal sealed class HiddenInPlaceMethod : MaskVariant
{
    /// <inheritdoc/>
    public override string Name => "maner-hidden-in-place";

    /// <inheritdoc/>
    public override string Description => "as maner, with masks that nothing may attend to, in their words' positions";

    private protected override Marker Mask => new(HasOwnPosition: false, IsHidden: true);
}
