using Maner.Text.Tokenization.Aligned;
using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>One of Unicode's normal forms (<c>NFC</c>, <c>NFD</c>, <c>NFKC</c>, <c>NFKD</c>).</summary>
internal sealed class FormNormalizer(NormalForm form) : Normalizer
{
    /// <inheritdoc/>
    protected override bool Keeps(ReadOnlySpan<char> text) => NormalForms.Holds(text, form);

    /// <inheritdoc/>
    protected override void Rewrite(Workspace work, Part part)
    {
        work.Changes.Clear();
        NormalForms.Append(work.Text.Chars.Slice(part.Start, part.Length), form, work.Changes);
        work.NextText.Append(work.Text, part, work.Changes);
    }
}
