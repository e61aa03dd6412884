using System.Globalization;

namespace Maner.Text.Repairs;

/// <summary>A number of things in a message: <c>1 entity</c>, <c>2 entities</c>.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="noun">What they are, one of it; the word to count is its last.</param>
    public static string Of(long count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : Plural(noun))}";

    private static string Plural(string noun) => noun is [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] ? noun[..^1] + "ies" : noun + "s";
}
