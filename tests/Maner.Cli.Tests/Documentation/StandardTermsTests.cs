using System.Text.RegularExpressions;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests.Documentation;

/// <summary>The field's words instead of private ones (docs/reference/glossary.md): in code, comments, messages and docs, but for the lab's notes.</summary>
public sealed class StandardTermsTests
{
    /// <summary>A private term as a pattern, and what to write.</summary>
    public static TheoryData<string, string> Terms { get; } = new()
    {
        { @"\bteams?\b", "threads" },
        { @"second opinion", "lexical CRF" },
        { @"words' surface|Surface(Crf|Words|Features|Training)", "lexical CRF" },
        { @"\bamiss\b", "issue, wrong" },
        { @"\bstands? (in|beside|there|twice|behind)\b", "is in, is next to, occurs twice" },
        { @"\banew\b", "again" },
        { @"went astray", "diverged" },
        { @"\btrainings\b", "training runs" },
        { @"\b(an?|the) embedded (encoder|model|tagger|one)", "bundled" },
        { @"[Uu]nseen[- ]?[Cc]haracter|nobody sees", "invisible characters" },
        { @"half believed", "scaled by 0.5 as a prior" },
        { @"\b(go|goes|gone|going) on (with|from)\b", "continue, resume" },
        { @"\bform C\b", "NFC" },
        { @"hidden pieces?\b", "masked tokens" },
        { @"\ban? (word|sentence) a line\b|\ban object a sentence\b|nats a piece", "one word per line" },
        { @"\bof late\b", "recent" },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_private_term_is_not_used(string term, string instead)
    {
        var pattern = new Regex(term, RegexOptions.CultureInvariant);
        string[] found =
        [
            .. Files().SelectMany(path => File.ReadLines(Path.Combine(SharedFiles.Repository, path)).Select((line, index) => (Line: line, Number: index + 1))
                .Where(line => pattern.IsMatch(line.Line)).Select(line => $"{path}:{line.Number}: {line.Line.Trim()}")),
        ];

        Assert.True(found.Length == 0, $"Write {instead}:\n{string.Join('\n', found)}");
    }

    private static IEnumerable<string> Files() =>
        new[] { "src", "bench", "samples", "docs", "README.md" }
            .SelectMany(place => Path.Combine(SharedFiles.Repository, place) is var full && File.Exists(full) ? [full] : Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".md" or ".yaml")
            .Select(path => Path.GetRelativePath(SharedFiles.Repository, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.StartsWith("docs/lab/", StringComparison.Ordinal) && path != "docs/reference/glossary.md" && !path.Contains("/obj/", StringComparison.Ordinal));
}
