using System.Text;
using System.Text.RegularExpressions;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Text.Formats.WebAnno;

/// <summary>
/// WebAnno TSV 3: a token a row with its place in the document (UTF-16) and its annotations. It is only read: its makers call it legacy, and the text between
/// sentences is not in it.
/// </summary>
internal sealed partial class WebAnnoFormat : ISentenceFormat
{
    private const string Head = "#FORMAT=WebAnno TSV";

    public string Name => "webanno";

    public string Title => "WebAnno TSV 3";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter? Writer => null;

    public bool Recognises(FormatSource source)
    {
        SourceLine first = source.Lines.FirstOrDefault(line => !line.IsBlank);
        return first.Text is not null && (first.Text.StartsWith(Head, StringComparison.Ordinal) || AreRows(source));
    }

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        SourceLine first = source.Lines.FirstOrDefault(line => line.Text.StartsWith(Head, StringComparison.Ordinal));
        if (first.Text is not null && !first.Text.StartsWith(Head + " 3", StringComparison.Ordinal))
        {
            throw report.Error(first.Number, $"expected WebAnno TSV 3, found {Visible.Quote(first.Text)}. Export the document as UIMA CAS JSON or XMI.");
        }

        WebAnnoRow[] rows = [.. source.Lines.Where(line => RowStart().IsMatch(line.Text)).Select(line => WebAnnoRow.Of(line, report))];
        var layout = WebAnnoLayout.Of(source.Lines, rows, report);
        string text = TextOf(source.Lines, rows);
        WebAnnoRow[] tokens = [.. rows.Where(row => !row.IsPart)];
        var document = new AnnotatedText(text, rows.Length == 0 ? 1 : rows[0].Line, source.Stem)
        {
            Words = Tokens.Of(SpanOffsets.ToUtf16(text, OffsetUnit.Utf16, [.. rows.Select(row => new StatedSpan(row.Begin, row.End, "token", row.Line, row.Token))], report)
                .Zip(rows).Where(pair => !pair.Second.IsPart).Select(pair => pair.First), text),
            Sentences = [.. tokens.GroupBy(row => row.Sentence).Select(group => new TextRange((int)group.Min(row => row.Begin), (int)group.Max(row => row.End)))],
        };
        document.Spans = layout.Column is null && !options.RequireTags ? null : SpanOffsets.ToUtf16(text, OffsetUnit.Utf16, layout.SpansOf(rows, report), report);
        return DocumentReading.Read([document], options, report);
    }

    /// <summary>The document's text: each token at its place, and between tokens what the sentences' texts have there.</summary>
    private static string TextOf(IReadOnlyList<SourceLine> lines, WebAnnoRow[] rows)
    {
        const int Most = 1 << 28;
        long length = rows.Select(row => row.End).DefaultIfEmpty().Max();
        if (length > Most)
        {
            throw new InvalidDataException($"Expected places of tokens inside a document, found one at {length}. Export the document again.");
        }

        var text = new StringBuilder().Append(' ', (int)length);
        var given = SentenceTexts(lines);
        foreach (IGrouping<int, WebAnnoRow> sentence in rows.Where(row => !row.IsPart).GroupBy(row => row.Sentence))
        {
            int begin = (int)sentence.Min(row => row.Begin), end = (int)sentence.Max(row => row.End);
            if (given.TryGetValue(sentence.First().Line, out string? own) && own.Length >= end - begin)
            {
                Put(begin, own[..(end - begin)]);
            }
            else
            {
                foreach (WebAnnoRow row in sentence)
                {
                    Put((int)row.Begin, row.Token[..(int)Math.Min(row.Token.Length, row.End - row.Begin)]);
                }
            }

            if (begin > 0)
            {
                text[begin - 1] = char.IsWhiteSpace(text[begin - 1]) ? '\n' : text[begin - 1];
            }
        }

        return text.ToString();

        void Put(int at, string piece)
        {
            for (int index = 0; index < piece.Length; index++)
            {
                text[at + index] = piece[index];
            }
        }
    }

    /// <summary>The texts of sentences by the line of their first row; one of several lines has several texts.</summary>
    private static Dictionary<int, string> SentenceTexts(IReadOnlyList<SourceLine> lines)
    {
        const string Mark = "#Text=";
        var texts = new Dictionary<int, string>();
        var open = new List<string>();
        foreach (SourceLine line in lines)
        {
            if (line.Text.StartsWith(Mark, StringComparison.Ordinal))
            {
                open.Add(WebAnnoRow.Unescape(line.Text[Mark.Length..]));
            }
            else if (open.Count > 0 && RowStart().IsMatch(line.Text))
            {
                texts[line.Number] = string.Join('\n', open);
                open.Clear();
            }
        }

        return texts;
    }

    // Rows whose header was cut off.
    private static bool AreRows(FormatSource source)
    {
        IEnumerable<string> rows = source.Lines.Where(line => !line.IsBlank && !line.Text.StartsWith('#')).Select(line => line.Text);
        return rows.Any() && rows.All(row => FullRow().IsMatch(row));
    }

    [GeneratedRegex(@"^[0-9]+-[0-9]+(\.[0-9]+)?\t", RegexOptions.CultureInvariant)]
    private static partial Regex RowStart();

    [GeneratedRegex(@"^[0-9]+-[0-9]+(\.[0-9]+)?\t[0-9]+-[0-9]+\t[^\t]*(\t|$)", RegexOptions.CultureInvariant)]
    private static partial Regex FullRow();
}
