namespace Maner.Text.Tokenization.Aligned;

/// <summary>A part of a text that is cut on its own.</summary>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="Length">Its UTF-16 units.</param>
/// <param name="Id">The id of the added token that it is; <see cref="NoToken"/> for text.</param>
internal readonly record struct Part(int Start, int Length, int Id = Part.NoToken)
{
    /// <summary>The id of a part that is text.</summary>
    public const int NoToken = -1;

    /// <summary>The unit after its last one.</summary>
    public int End => Start + Length;

    /// <summary>True for text, false for an added token, which nothing rewrites or cuts.</summary>
    public bool IsText => Id == NoToken;
}
