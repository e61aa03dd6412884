namespace Maner.Benchmarks.Peers;

/// <summary>A page of Markdown whose sections can be measured again one at a time.</summary>
internal static class PageSections
{
    /// <summary>The page with a section put in the place of the one under the same heading; at the end where there is none.</summary>
    /// <param name="page">The whole page.</param>
    /// <param name="section">Begins with its heading, <c>## …</c>; may have headings below that.</param>
    public static string Replace(string page, string section)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(section);
        string heading = section.Split('\n')[0];
        if (!heading.StartsWith("## ", StringComparison.Ordinal))
        {
            throw new ArgumentException($"Expected a section that begins with '## ', found '{heading}'.", nameof(section));
        }

        List<string> parts = [.. ("\n" + page.Trim('\n')).Split("\n## ").Select((part, index) => index == 0 ? part.Trim('\n') : "## " + part.Trim('\n'))];
        int old = parts.FindIndex(part => part.Split('\n')[0] == heading);
        if (old < 0)
        {
            parts.Add(section.Trim('\n'));
        }
        else
        {
            parts[old] = section.Trim('\n');
        }

        return string.Join("\n\n", parts) + "\n";
    }
}
