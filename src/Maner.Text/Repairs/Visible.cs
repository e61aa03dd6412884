using System.Globalization;
using System.Text;

namespace Maner.Text.Repairs;

/// <summary>Shows text from a file inside a message: quoted, short, and with nothing that a terminal would act on.</summary>
internal static class Visible
{
    private const int Longest = 60;

    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest)
            {
                shown.Append('…');
                break;
            }

            if (IsHidden(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.Append('\'').ToString();
    }

    // Format characters are shown too: a byte-order mark or a direction mark in a message is as invisible as a control.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
