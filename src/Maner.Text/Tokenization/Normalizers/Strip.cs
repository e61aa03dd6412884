using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>Drops white space at the ends of a part.</summary>
internal sealed class Strip(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    protected override void Rewrite(Workspace work, Part part)
    {
        ReadOnlySpan<char> text = work.Text.Chars.Slice(part.Start, part.Length);
        ReadOnlySpan<char> end = left ? text.TrimStart() : text;
        int start = part.End - end.Length;
        work.NextText.Append(work.Text, start, (right ? end.TrimEnd() : end).Length);
    }
}
