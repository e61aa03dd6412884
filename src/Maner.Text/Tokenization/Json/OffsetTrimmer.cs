using Maner.Text.Tokenization.Normalizers;

namespace Maner.Text.Tokenization.Json;

/// <summary>Takes the spaces of byte-level tokens out of their offsets, as the post-processors <c>ByteLevel</c> and <c>RobertaProcessing</c> do.</summary>
/// <param name="hasPrefixSpace">Whether the space at the text's beginning was added and so is not in the text.</param>
internal sealed class OffsetTrimmer(bool hasPrefixSpace)
{
    /// <summary>Trims the offsets of a token, by letters: a space that was added has the place of the letter behind it.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="index">The token's place in its text.</param>
    /// <param name="piece">The token.</param>
    /// <param name="begin">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    public void Trim(string text, int index, string piece, ref int begin, ref int end)
    {
        int leading = 0, trailing = 0;
        while (leading < piece.Length && IsSpace(piece[leading]))
        {
            leading++;
        }

        while (trailing < piece.Length && IsSpace(piece[^(trailing + 1)]))
        {
            trailing++;
        }

        bool isFirst = index == 0 || begin == 0;
        for (int count = leading - (leading > 0 && isFirst && hasPrefixSpace ? 1 : 0); count > 0 && begin < end; count--)
        {
            begin += char.IsHighSurrogate(text[begin]) && begin + 1 < end ? 2 : 1;
        }

        for (; trailing > 0 && end > begin; trailing--)
        {
            end -= char.IsLowSurrogate(text[end - 1]) && end - 1 > begin ? 2 : 1;
        }
    }

    private static bool IsSpace(char unit) => unit == ByteLetters.Space || char.IsWhiteSpace(unit);
}
