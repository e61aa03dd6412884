using System.Globalization;
using System.Text;

namespace Maner.Text.Formats;

/// <summary>Letters of other scripts that look like Latin ones, dashes that are no hyphen, invisible characters: what a tag must not hold.</summary>
internal static class LookAlikes
{
    private const string Foreign = "АВЕКМНОРСТУХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеорсхіѕјυο";
    private const string Plain = "ABEKMHOPCTYXISJABEZHIKMNOPTYXaeopcxisjuo";

    public static bool IsDash(char sign) => sign is >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    /// <summary>A tag with Latin letters, hyphens and nothing unseen; the same object where it has no others.</summary>
    public static string Latin(string tag)
    {
        if (Ascii.IsValid(tag))
        {
            return tag;
        }

        var plain = new StringBuilder(tag.Length);
        foreach (char letter in tag)
        {
            int place = Foreign.IndexOf(letter, StringComparison.Ordinal);
            if (place >= 0)
            {
                plain.Append(Plain[place]);
            }
            else if (IsDash(letter))
            {
                plain.Append('-');
            }
            else if (letter is > '\uFF00' and < '\uFF5F')
            {
                plain.Append((char)(letter - 0xFEE0));
            }
            else if (!IsUnseen(letter))
            {
                plain.Append(letter);
            }
        }

        return plain.Length == tag.Length && plain.Equals(tag) ? tag : plain.ToString();
    }

    /// <summary>Whether a tag holds an invisible character.</summary>
    public static bool HasUnseen(string tag) => tag.Any(IsUnseen);

    private static bool IsUnseen(char letter) => char.IsControl(letter) || (letter > '\u007F' && (char.IsWhiteSpace(letter)
        || letter is >= '\uFE00' and <= '\uFE0F' || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format));
}
