using System.Text.RegularExpressions;
using Maner.Testing;

namespace Maner.Cli.Tests.Documentation;

/// <summary>A Markdown file of the repository, for tests of its links.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record MarkdownPage(string Path, string Text)
{
    /// <summary>The repository's own pages: all but those in folders that builds, runs and git make.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
    [
        .. Directory.EnumerateFiles(SharedFiles.Repository, "*.md", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(SharedFiles.Repository, path).Replace('\\', '/'))
            .Where(path => !IsMade(path))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownPage(path, File.ReadAllText(System.IO.Path.Combine(SharedFiles.Repository, path)))),
    ];

    public int LineCount => Text.Count(letter => letter == '\n');

    /// <summary>The targets of links and images, without those to other sites and without what is in code.</summary>
    public IEnumerable<string> RelativeLinks =>
        Link().Matches(InlineCode().Replace(Prose, "")).Select(match => match.Groups[1].Value).Where(target => !Scheme().IsMatch(target));

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (string heading in Heading().Matches(Prose).Select(match => Slug(match.Groups[1].Value)))
            {
                string anchor = heading;
                for (int count = 1; !anchors.Add(anchor); count++)
                {
                    anchor = $"{heading}-{count}";
                }
            }

            return anchors;
        }
    }

    private string Prose => Fence().Replace(Text, "");

    /// <summary>Whether a path is that of a file that is made, not kept.</summary>
    public static bool IsMade(string path) =>
        path.Split('/').Any(part => part is "artifacts" or "bin" or "obj" or "runs" or "out" or "shared" or "TestResults" || part.StartsWith('.'));

    private static string Slug(string heading) =>
        NoSlug().Replace(LinkText().Replace(heading, "$1").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^(```+|~~~+).*?^\1[^\n]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(\s*<?([^)\s>]+)>?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^#{1,6} +(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}\p{Pc} -]")]
    private static partial Regex NoSlug();
}
