namespace Maner.Ner.Methods;

/// <summary>
/// As <see cref="ManerMethod"/>, but a mask has its word's position number, and words those that they have without masks. What of maner's gain is the mask's own position?
/// </summary>
internal sealed class InPlaceMethod : MaskVariant
{
    /// <inheritdoc/>
    public override string Name => "maner-in-place";

    /// <inheritdoc/>
    public override string Description => "as maner, with the mask in its word's position";

    private protected override Marker Mask => new(HasOwnPosition: false, IsHidden: false);
}
