namespace Maner.Text.Formats.Recognition;

/// <summary>What an id of a word, a sentence or a place looks like when its numbers are left out: <c>a1.2</c> and <c>a10.7</c> are of the shape <c>a0.0</c>.</summary>
internal static class IdShape
{
    private const int Longest = 64, FewestHexadecimal = 4;

    /// <summary>The shape; null for what has no digit, or nothing else.</summary>
    public static string? Of(string value)
    {
        if (value.Length is < 2 or > Longest || !value.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        Span<char> shape = stackalloc char[value.Length];
        int length = 0;
        bool hasOther = false;
        foreach (char sign in value)
        {
            char put = char.IsAsciiDigit(sign) ? '0' : sign;
            hasOther |= put != '0';
            if (put != '0' || length == 0 || shape[length - 1] != '0')
            {
                shape[length++] = put;
            }
        }

        return hasOther ? new string(shape[..length]) : null;
    }

    /// <summary>Whether it is digits and letters of a hexadecimal number (or of a UUID) in one case, and one of them a digit.</summary>
    public static bool IsHexadecimal(string value) => value.Length >= FewestHexadecimal && value.AsSpan().ContainsAnyInRange('0', '9')
        && (value.All(sign => char.IsAsciiHexDigitLower(sign) || sign == '-') || value.All(sign => char.IsAsciiHexDigitUpper(sign) || sign == '-'));
}
