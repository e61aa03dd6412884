namespace Maner.Cli.Options;

/// <summary>Which name somebody meant who mistyped it.</summary>
internal static class NearestName
{
    private const int ShortestPrefix = 3; // of one or two letters too many names begin alike

    /// <summary>The name that is nearest to a word; null when none is near.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names that there are.</param>
    public static string? Of(string word, IEnumerable<string> names)
    {
        string typed = word.TrimStart('-');
        int most = Math.Max(1, typed.Length / 3);
        return names
            .Select(name => (Name: name, Distance: IsBeginning(typed, name.TrimStart('-')) ? 1 : Distance(typed, name.TrimStart('-'))))
            .Where(near => near.Distance <= most && near.Distance < typed.Length)
            .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    private static bool IsBeginning(string typed, string name) => typed.Length >= ShortestPrefix && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters to insert, remove, replace, or swap with their neighbour until one word is the other (optimal string alignment), cases alike.</summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        int[,] of = new int[a.Length + 1, b.Length + 1]; // of the first i letters of a to the first j of b
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                of[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(of[i - 1, j], of[i, j - 1]) + 1, of[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    of[i, j] = Math.Min(of[i, j], of[i - 2, j - 2] + 1);
                }
            }
        }

        return of[a.Length, b.Length];
    }
}
