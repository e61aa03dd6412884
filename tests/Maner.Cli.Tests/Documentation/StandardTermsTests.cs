using System.Text.RegularExpressions;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests.Documentation;

/// <summary>The field's words instead of private ones (docs/reference/glossary.md): in code, comments, messages and docs, but for the lab's notes.</summary>
public sealed partial class StandardTermsTests
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
        { @"unseen[- ]?character|nobody sees", "invisible characters" },
        { @"half believed", "scaled by 0.5 as a prior" },
        { @"\b(go|goes|gone|going) on (with|from)\b", "continue, resume" },
        { @"\bform C\b", "NFC" },
        { @"hidden ?pieces?\b|pieces hidden", "masked pieces" },
        { @"\b(words?|sentences?|objects?|pieces?|rows?|tags?|lines?|files?|scores?|numbers?|bits|nats|positions|entities) an? (word|line|row|sentence|piece|language|method|type|character|second|cell)\b(?<!\btags a sentence)(?! (has|takes|is)\b)", "one word per line" },
        { @"\bone an? (row|word|line|sentence|language|epoch|seed|type|method)\b", "one per row" },
        { @"\ban object a sentence\b", "one object per sentence" },
        { @"\bform (of|to) (the|this|that|write)\b|\b(this|the) form('s| cannot| has)\b|\bConll form\b|version of the form\b", "format" },
        { @"\bgoes? on where\b", "continues" },
        { @"\bparted\b", "separated, split" },
        { @"beside the output", "next to" },
        { @"\bmend(s|ed|ing)?\b", "correct, repair" },
        { @"(CRF|field) also reads|\ba field (over|also|that (gives|learns|reads))\b", "the CRF has features of" },
        { @"\b(an?|each|every|another) ((pre-)?training|fine-tuning)\b([.,;:)]|'s| (ended|is|was|has|and|from|to|as|that|whose)\b)|\bboth training\b", "a training run" },
        { @"\brows? (that|which) asks?\b|\brows ask\b|words that are asked", "query rows; candidates" },
        { @"encoder\.Words\b|words drawn\b|words of the decoder", "token embeddings, candidate tokens, vocabulary" },
        { @"longest ?row\b", "longest sequence" },
        { @"as a reader sees", "NFC-normalised" },
        { @"lock ?holder", "owner" },
        { @"DataFormat", "format" },
        { @"\bof late\b", "recent" },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_private_term_is_not_used(string term, string instead)
    {
        var pattern = new Regex(term, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
        string[] found =
        [
            .. Files().SelectMany(path => File.ReadLines(Path.Combine(SharedFiles.Repository, path)).Select((line, index) => (Line: line, Number: index + 1))
                .Where(line => pattern.IsMatch(Prose(path, line.Line))).Select(line => $"{path}:{line.Number}: {line.Line.Trim()}")),
        ];

        Assert.True(found.Length == 0, $"Write {instead}:\n{string.Join('\n', found)}");
    }

    /// <summary>A line without what hashes and old files depend on: of an experiment its comments alone, and no names of JSON members.</summary>
    private static string Prose(string path, string line) => Path.GetExtension(path) == ".yaml"
        ? line.IndexOf('#', StringComparison.Ordinal) is >= 0 and var comment ? line[comment..] : ""
        : JsonName().Replace(line, "");

    [GeneratedRegex(@"\[(property: )?JsonPropertyName\(""\w+""\)\]")]
    private static partial Regex JsonName();

    private static IEnumerable<string> Files() =>
        new[] { "src", "bench", "samples", "docs", "models", "packaging", "experiments", "README.md", "CHANGELOG.md" }
            .SelectMany(place => Path.Combine(SharedFiles.Repository, place) is var full && File.Exists(full) ? [full] : Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".md" or ".yaml")
            .Select(path => Path.GetRelativePath(SharedFiles.Repository, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.StartsWith("docs/lab/", StringComparison.Ordinal) && path != "docs/reference/glossary.md" && !path.Contains("/obj/", StringComparison.Ordinal));
}
