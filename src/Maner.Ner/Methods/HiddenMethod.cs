namespace Maner.Ner.Methods;

/// <summary>
/// As <see cref="ManerMethod"/>, but no word and no mask may attend to a mask: words are read as without masks, but for their positions. What of maner's gain is that masks are seen?
/// </summary>
internal sealed class HiddenMethod : MaskVariant
{
    /// <inheritdoc/>
    public override string Name => "maner-hidden";

    /// <inheritdoc/>
    public override string Description => "as maner, with masks that nothing may attend to";

    private protected override Marker Mask => new(HasOwnPosition: true, IsHidden: true);
}
