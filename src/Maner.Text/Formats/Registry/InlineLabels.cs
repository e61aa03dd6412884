using System.Text.RegularExpressions;

namespace Maner.Text.Formats.Registry;

/// <summary>
/// Tells running text from text with labels in it that no format here reads: <c>Asha/B-PER</c>, <c>&lt;PER&gt;Asha&lt;/PER&gt;</c>, a row of tags beside each sentence.
/// Such a file is refused as labelled data because it has no columns; as text it would be tagged with its labels.
/// </summary>
internal static partial class InlineLabels
{
    private const int Looked = 400;

    /// <summary>Marks that text has not, by line: one is enough.</summary>
    private static readonly (Regex Mark, string What)[] s_marks =
    [
        (BehindAWord(), "tags behind words"),
        (InAngles(), "tags in angle brackets"),
        (Muc(), "marks of named entities in XML"),
        (Element(), "names in elements of XML"),
        (OpenNlp(), "names in marks of OpenNLP"),
        (Ssf(), "sentences in SSF"),
        (PubTator(), "PubTator's titles and abstracts"),
        (Xml(), "XML"),
        (Offsets(), "texts with places of entities"),
        (ListOfTags(), "sentences with lists of tags"),
    ];

    /// <summary>What labels a content has in its lines, and where; null for running text.</summary>
    /// <param name="start">The content, or its first lines.</param>
    public static (string What, SourceLine Line)? Find(FormatSource start)
    {
        SourceLine[] lines = [.. start.Lines.Where(line => !line.IsBlank).Take(Looked)];
        foreach (SourceLine line in lines)
        {
            foreach ((Regex mark, string what) in s_marks)
            {
                if (mark.IsMatch(line.Text))
                {
                    return (what, line);
                }
            }
        }

        // O is a word too: rows of tags are believed where there are several tags, or every line has one behind a tab.
        SourceLine row = Array.Find(lines, line => Fields(line.Text).Any(AreTags));
        return row.Text is not null ? ("rows of tags", row)
            : lines.Length > 0 && Array.TrueForAll(lines, line => Fields(line.Text) is [_, .., var last] && TagSyntax.IsStandard(last.Trim())) ? ("a tag at the end of each line", lines[0]) : null;
    }

    /// <summary>Whether a line is a sentence and, behind a tab, as many tags as it has words.</summary>
    public static bool IsSentenceWithTags(string line) => line.Contains('\t', StringComparison.Ordinal) && Fields(line) is var fields
        && fields.FirstOrDefault(AreTags) is { } tags && fields.Any(field => field != tags && Parts(field).Length == Parts(tags).Length);

    private static string[] Parts(string field) => field.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string[] Fields(string line) => line.Split('\t');

    private static bool AreTags(string field)
    {
        string[] parts = Parts(field);
        return parts.Length >= 2 && Array.TrueForAll(parts, TagSyntax.IsStandard) && (parts.Length > 2 || Array.Exists(parts, TagSyntax.HasStandardPrefix));
    }

    // One with a type in capitals is enough; of others, as in A/B-Test, a word with O is in the line too.
    [GeneratedRegex(@"(?<=^|\s)[^\s/|_]+[/|_][BIESLU]-\p{Lu}[\p{Lu}\p{N}_-]+(?=\s|$)|(?<=^|\s)[^\s/|_]+([/|_])[BIESLU]-\p{L}[\p{L}\p{N}_-]*\s(?:.*\s)?[^\s/|_]+\1O(?=\s|$)"
        + @"|(?<=^|\s)[^\s/|_]+([/|_])O\s(?:.*\s)?[^\s/|_]+\2[BIESLU]-\p{L}[\p{L}\p{N}_-]*(?=\s|$)")]
    private static partial Regex BehindAWord();

    [GeneratedRegex(@"<[BIESLU]-[\p{L}][\p{L}\p{N}_-]*>")]
    private static partial Regex InAngles();

    [GeneratedRegex(@"<(?:ENAMEX|TIMEX|NUMEX|b_enamex)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Muc();

    // In capitals, of three letters or more: <B> and <TD> are of a page. Those of TEI are names whatever their letters.
    [GeneratedRegex(@"<(?<name>\p{Lu}[\p{Lu}_-]{2,}|persName|placeName|orgName)\b[^<>]*>[^<>]+</\k<name>>")]
    private static partial Regex Element();

    [GeneratedRegex(@"<START(?::[^<>\s]+)?>\s.*<END>")]
    private static partial Regex OpenNlp();

    [GeneratedRegex(@"^\s*<Sentence id\s*=|^\s*\d+\s+\(\(\s+\S")]
    private static partial Regex Ssf();

    [GeneratedRegex(@"^\d+\|[ta]\|")]
    private static partial Regex PubTator();

    [GeneratedRegex(@"^\s*<(?:\?xml|!DOCTYPE|GateDocument)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Xml();

    [GeneratedRegex(@"\[\s*[\[(]\s*\d+\s*,\s*\d+\s*,\s*(['""])+\p{L}[^'""]*\1+\s*[\])]|\{\s*['""]+entities['""]+\s*:")]
    private static partial Regex Offsets();

    [GeneratedRegex(@"\[\s*(['""]+)(?:O|[BIESLU]-[^'""\s]+)\1\s*(?:[,\]]|['""])")]
    private static partial Regex ListOfTags();
}
