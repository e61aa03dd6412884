using System.Text.RegularExpressions;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests.Documentation;

/// <summary>The pages lead where they say, and what names a page names one that is there.</summary>
public sealed partial class DocumentationTests
{
    private const int MostReadmeLines = 75;

    /// <summary>Kinds of files that name pages: code, scripts, experiments and pages themselves.</summary>
    private static readonly string[] Naming = [".cs", ".csproj", ".props", ".sh", ".py", ".yaml", ".yml", ".md", ".patch", ""];

    [Fact]
    public void Relative_links_lead_to_files_and_headings()
    {
        Dictionary<string, MarkdownPage> pages = MarkdownPage.All.ToDictionary(page => page.Path);
        List<string> broken = [];
        int followed = 0;
        foreach (MarkdownPage page in pages.Values)
        {
            foreach (string link in page.RelativeLinks)
            {
                followed++;
                if (Complaint(page, link, pages) is { } complaint)
                {
                    broken.Add($"{page.Path}: {link}: {complaint}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(followed > 100, $"only {followed} links were found: the reader of links sees none");
    }

    [Theory]
    [InlineData("docs/tour.md", "no such file")]
    [InlineData("README.md#no-such-heading", "no such heading")]
    [InlineData("../outside.md", "outside the repository")]
    [InlineData("docs/README.md", null)]
    public void A_broken_link_is_seen(string link, string? complaint)
    {
        var page = new MarkdownPage("README.md", $"# Title\n\nSee [this]({link}), not `[that](code.md)`.\n\n```\n[nor](this.md)\n```\n");

        Assert.Equal([link], page.RelativeLinks);
        Assert.Equal(complaint, Complaint(page, link, new Dictionary<string, MarkdownPage> { [page.Path] = page }));
    }

    [Fact]
    public void Anchors_are_made_as_GitHub_makes_them()
    {
        var page = new MarkdownPage("a.md", "# Half the memory: `--precision bf16`, v0\n## What it does\n## What it does\n```\n# no heading\n```\n### On [a](b.md) cluster\n");

        Assert.Equal(["half-the-memory---precision-bf16-v0", "on-a-cluster", "what-it-does", "what-it-does-1"], page.Anchors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pages_that_code_and_scripts_name_are_there()
    {
        string[] named =
        [
            .. Directory.EnumerateFiles(SharedFiles.Repository, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(SharedFiles.Repository, path).Replace('\\', '/'))
                .Where(path => (!MarkdownPage.IsMade(path) || path.StartsWith(".ci/", StringComparison.Ordinal)) && Naming.Contains(Path.GetExtension(path)))
                .Where(path => path != "tests/Maner.Cli.Tests/Documentation/DocumentationTests.cs")
                .SelectMany(path => PageName().Matches(File.ReadAllText(Path.Combine(SharedFiles.Repository, path))), (path, match) => $"{path} names {match.Value}"),
        ];

        string[] missing = [.. named.Where(name => !File.Exists(Path.Combine(SharedFiles.Repository, name[(name.LastIndexOf(' ') + 1)..])))];
        Assert.Empty(missing);
        Assert.Contains(named, name => name.StartsWith("src/", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_pages_name_are_there()
    {
        // Pages of the lab are records: what they name was there on their day.
        string[] named =
        [
            .. MarkdownPage.All.Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal) && !page.Path.StartsWith("docs/lab/", StringComparison.Ordinal))
                .SelectMany(page => CodePath().Matches(page.Text), (page, match) => $"{page.Path} names {match.Groups[1].Value}"),
        ];

        string[] missing = [.. named.Where(name => !Path.Exists(Path.Combine(SharedFiles.Repository, name[(name.LastIndexOf(' ') + 1)..])))];
        Assert.Empty(missing);
        Assert.True(named.Length > 20, $"only {named.Length} files are named: the reader of pages sees none");
    }

    [Fact]
    public void The_readme_is_short() => Assert.InRange(MarkdownPage.All.Single(page => page.Path == "README.md").LineCount, 40, MostReadmeLines);

    [Fact]
    public void Every_page_of_the_docs_is_in_the_index()
    {
        MarkdownPage index = MarkdownPage.All.Single(page => page.Path == "docs/README.md");
        HashSet<string> listed = [.. index.RelativeLinks.Select(link => "docs/" + link.Split('#')[0])];
        string[] unlisted = [.. MarkdownPage.All.Select(page => page.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != index.Path && !listed.Contains(path))];
        Assert.Empty(unlisted);
    }

    /// <summary>What is the matter with a link; null when it leads somewhere.</summary>
    private static string? Complaint(MarkdownPage from, string link, Dictionary<string, MarkdownPage> pages)
    {
        string[] parts = link.Split('#', 2);
        string folder = Path.GetDirectoryName(Path.Combine(SharedFiles.Repository, from.Path))!;
        string target = parts[0].Length == 0 ? from.Path : Path.GetRelativePath(SharedFiles.Repository, Path.Combine(folder, parts[0])).Replace('\\', '/');
        if (target.StartsWith("..", StringComparison.Ordinal))
        {
            return "outside the repository";
        }

        return !Path.Exists(Path.Combine(SharedFiles.Repository, target)) ? "no such file"
            : parts.Length == 2 && pages.TryGetValue(target, out MarkdownPage? page) && !page.Anchors.Contains(parts[1]) ? "no such heading"
            : null;
    }

    [GeneratedRegex(@"(?<![\w-]|\w/)docs/[\w./-]+\.md\b")]
    private static partial Regex PageName();

    [GeneratedRegex(@"`((?:src|tests|bench|experiments|scripts|samples)/[\w./-]+)`")]
    private static partial Regex CodePath();
}
