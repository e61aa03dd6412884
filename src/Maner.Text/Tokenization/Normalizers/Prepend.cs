using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>When something is written before a part.</summary>
internal enum PrependRule
{
    /// <summary>Before every part.</summary>
    Always,

    /// <summary>Before every part that does not begin with it.</summary>
    Missing,

    /// <summary>Before the part at the beginning of the original text, if it does not begin with it.</summary>
    MissingAtBeginning,
}

/// <summary>Writes a text before a part, with the place of the part's first letter.</summary>
/// <param name="content">What is written.</param>
/// <param name="rule">When.</param>
internal sealed class Prepend(string content, PrependRule rule) : Normalizer
{
    /// <inheritdoc/>
    protected override bool Keeps(ReadOnlySpan<char> text) => rule != PrependRule.Always && text.StartsWith(content, StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void Rewrite(Workspace work, Part part)
    {
        int begin = work.Text.Begin[part.Start], end = work.Text.End[part.Start];
        if (rule != PrependRule.MissingAtBeginning || begin == 0)
        {
            foreach (char unit in content)
            {
                work.NextText.Append(unit, begin, end);
            }
        }

        work.NextText.Append(work.Text, part.Start, part.Length);
    }
}
