using System.Text;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>A normalizer that looks at one letter at a time; what it writes has the letter's place.</summary>
internal abstract class LetterNormalizer : Normalizer
{
    /// <inheritdoc/>
    protected sealed override void Rewrite(Workspace work, Part part)
    {
        for (int at = part.Start; at < part.End;)
        {
            Rune rune = Letters.At(work.Text.Chars[..part.End], at, out int length);
            Rewrite(rune, work.NextText, work.Text.Begin[at], work.Text.End[at]);
            at += length;
        }
    }

    /// <summary>Appends what a letter becomes.</summary>
    protected abstract void Rewrite(Rune letter, AlignedText output, int begin, int end);
}

/// <summary>Drops letters (<c>StripAccents</c>, and the last step of BERT's removal of accents).</summary>
/// <param name="isDropped">Which ones.</param>
internal sealed class Filter(Func<Rune, bool> isDropped) : LetterNormalizer
{
    /// <inheritdoc/>
    protected override bool Keeps(ReadOnlySpan<char> text) => !text.ContainsAnyInRange('\u0080', char.MaxValue);

    /// <inheritdoc/>
    protected override void Rewrite(Rune letter, AlignedText output, int begin, int end)
    {
        if (!isDropped(letter))
        {
            output.Append(letter.Value, begin, end);
        }
    }
}

/// <summary>Small letters, letter by letter: a final sigma is no other letter (<c>Lowercase</c>).</summary>
internal sealed class Lowercase : LetterNormalizer
{
    private const int CapitalDottedI = 0x130, DotAbove = 0x307;

    /// <inheritdoc/>
    protected override void Rewrite(Rune letter, AlignedText output, int begin, int end)
    {
        if (letter.Value == CapitalDottedI)
        {
            // The one letter whose small form is two, in Unicode's SpecialCasing for all languages.
            output.Append('i', begin, end);
            output.Append(DotAbove, begin, end);
            return;
        }

        output.Append(Rune.ToLowerInvariant(letter).Value, begin, end);
    }
}

/// <summary>BERT's cleaning: control characters, U+0000 and U+FFFD are dropped, white space becomes a space.</summary>
internal sealed class BertCleaning : LetterNormalizer
{
    /// <inheritdoc/>
    protected override void Rewrite(Rune letter, AlignedText output, int begin, int end)
    {
        if (letter != Rune.ReplacementChar && !Letters.IsBertControl(letter))
        {
            output.Append(Letters.IsSpace(letter) ? ' ' : letter.Value, begin, end);
        }
    }
}

/// <summary>Spaces around ideographs, which makes each a word.</summary>
internal sealed class IdeographSpacing : LetterNormalizer
{
    private const char FirstIdeograph = '\u3400';

    /// <inheritdoc/>
    protected override bool Keeps(ReadOnlySpan<char> text) => !text.ContainsAnyInRange(FirstIdeograph, char.MaxValue);

    /// <inheritdoc/>
    protected override void Rewrite(Rune letter, AlignedText output, int begin, int end)
    {
        if (!Letters.IsIdeograph(letter))
        {
            output.Append(letter.Value, begin, end);
            return;
        }

        output.Append(' ', begin, end);
        output.Append(letter.Value, begin, end);
        output.Append(' ', begin, end);
    }
}
