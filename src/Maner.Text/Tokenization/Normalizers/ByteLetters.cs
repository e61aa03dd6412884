using System.Text;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>
/// Writes each byte of a text's UTF-8 as a letter of its own (GPT-2's <c>bytes_to_unicode</c>): printable Latin-1 as itself, the others from U+0100 on, so
/// that a space is Ġ. Each has the place of the whole letter.
/// </summary>
internal sealed class ByteLetters : LetterNormalizer
{
    private const char FirstOther = '\u0100';
    private static readonly char[] s_letters = Build();
    private static readonly Dictionary<char, byte> s_bytes = Enumerable.Range(0, 256).ToDictionary(value => s_letters[value], value => (byte)value);

    /// <summary>The letter of the space.</summary>
    public const char Space = '\u0120';

    /// <summary>The letters of all bytes.</summary>
    public static ReadOnlySpan<char> All => s_letters;

    /// <summary>The byte of a letter; false for other letters.</summary>
    public static bool TryGetByte(char letter, out byte value) => s_bytes.TryGetValue(letter, out value);

    /// <inheritdoc/>
    protected override void Rewrite(Rune letter, AlignedText output, int begin, int end)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..letter.EncodeToUtf8(bytes)])
        {
            output.Append(s_letters[value], begin, end);
        }
    }

    private static char[] Build()
    {
        char[] letters = new char[256];
        char next = FirstOther;
        for (int value = 0; value < letters.Length; value++)
        {
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++;
        }

        return letters;
    }
}
