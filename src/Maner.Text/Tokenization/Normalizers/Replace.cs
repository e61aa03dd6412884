using Maner.Text.Tokenization.Aligned;
using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>Writes a text in the place of another, or in the place of a run of it. All that is written has the place of the last letter that it replaces.</summary>
/// <param name="pattern">What is replaced.</param>
/// <param name="content">What is written.</param>
/// <param name="leastRun">0 for each occurrence; n for each longest run of at least n occurrences.</param>
internal sealed class Replace(string pattern, string content, int leastRun = 0) : Normalizer
{
    private readonly LetterChange[] _content = [.. content.EnumerateRunes().Select(rune => new LetterChange(rune.Value, 1))];

    /// <inheritdoc/>
    protected override bool Keeps(ReadOnlySpan<char> text) => !text.Contains(pattern, StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void Rewrite(Workspace work, Part part)
    {
        for (int at = part.Start; at < part.End;)
        {
            ReadOnlySpan<char> rest = work.Text.Chars[at..part.End];
            int found = rest.IndexOf(pattern);
            int end = found < 0 ? rest.Length : found;
            work.NextText.Append(work.Text, at, end);
            if (found < 0)
            {
                return;
            }

            int run = 1;
            while (leastRun > 0 && rest[(found + (run * pattern.Length))..].StartsWith(pattern, StringComparison.Ordinal))
            {
                run++;
            }

            var match = new Part(at + found, run * pattern.Length);
            if (run >= leastRun)
            {
                work.NextText.Append(work.Text, match, _content, skipped: match.Length);
            }
            else
            {
                work.NextText.Append(work.Text, match.Start, match.Length);
            }

            at = match.End;
        }
    }
}
