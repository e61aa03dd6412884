using System.Globalization;
using System.Text;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Brat;

/// <summary>Reads and writes the lines of a file of annotations.</summary>
/// <param name="Entities">The entities, in units of the file.</param>
internal sealed record BratAnnotations(IReadOnlyList<StatedSpan> Entities)
{
    /// <exception cref="InvalidDataException">A line is no annotation.</exception>
    public static BratAnnotations Read(IReadOnlyList<SourceLine> lines, ReadingReport report)
    {
        SourceLine[] written = [.. lines.Where(line => !line.IsBlank)];
        HashSet<string> triggers = [.. written.Where(line => line.Text[0] == 'E').Select(TriggerOf)];
        var entities = new List<StatedSpan>();
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (SourceLine line in written)
        {
            string[] fields = line.Text.Split('\t');
            if (line.Text[0] == 'T' && !lineOf.TryAdd(fields[0], line.Number))
            {
                throw report.Error(line.Number, $"expected every annotation's number once, found {Visible.Quote(fields[0])}, which line {lineOf[fields[0]]} has already. Give it another, or take one of the two out.");
            }

            switch (line.Text[0])
            {
                case 'T' when triggers.Contains(fields[0]):
                    report.Add(RepairKind.OtherAnnotation, line.Number, $"the trigger of an event, {Visible.Quote(line.Text)}", "left out");
                    break;
                case 'T':
                    AddEntity(entities, line.Number, fields, line.Text, report);
                    break;
                case 'R' or 'E' or 'A' or 'M' or 'N' or '#' or '*':
                    report.Add(RepairKind.OtherAnnotation, line.Number, $"{NameOf(line.Text[0])}, {Visible.Quote(line.Text)}", "left out");
                    break;
                default:
                    throw report.Error(line.Number, $"expected an annotation of brat (T1⇥PER 0 4⇥Asha), found {Visible.Quote(line.Text)}. Check that it is brat's file.");
            }
        }

        return new BratAnnotations(entities);
    }

    /// <summary>The types as brat can name them: without white space. Those that had to be changed are reported.</summary>
    /// <exception cref="InvalidDataException">Two types would have one name.</exception>
    public static Dictionary<string, string> Types(IEnumerable<OutputDocument> documents, RepairLog losses)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (CharSpan span in documents.SelectMany(document => document.Spans))
        {
            if (names.ContainsKey(span.Type))
            {
                continue;
            }

            string name = string.Concat(span.Type.Select(letter => char.IsWhiteSpace(letter) || letter is ';' or '|' ? '_' : letter));
            if (names.ContainsValue(name))
            {
                throw new InvalidDataException($"The type {Visible.Quote(span.Type)} would have the name of another type, {Visible.Quote(name)}, in brat, whose types have no spaces. Rename one of them.");
            }

            names.Add(span.Type, name);
            if (name != span.Type)
            {
                losses.Add(RepairKind.TextChanged, span.Line, $"the type {Visible.Quote(span.Type)} has what types of brat cannot have", $"written as {Visible.Quote(name)}");
            }
        }

        return names;
    }

    public static void WriteText(Stream stream, OutputDocument document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document.Text.EndsWith('\n') ? document.Text : document.Text + "\n");
        stream.Write(bytes);
    }

    public static void Write(Stream stream, OutputDocument document, Dictionary<string, string> types)
    {
        var map = new OffsetMap(document.Text, OffsetUnit.CodePoints);
        var lines = new StringBuilder();
        int number = 0;
        foreach (CharSpan span in document.Spans)
        {
            lines.Append(CultureInfo.InvariantCulture, $"T{++number}\t{types[span.Type]} ");
            var covered = new List<string>();
            string between = "";

            // A line end is no part of an annotation: what is on both sides are two pieces of one.
            for (int begin = span.Begin; begin < span.End;)
            {
                int end = document.Text.IndexOf('\n', begin, span.End - begin);
                end = end < 0 ? span.End : end;
                if (end > begin)
                {
                    lines.Append(CultureInfo.InvariantCulture, $"{between}{map.FromUtf16(begin)} {map.FromUtf16(end)}");
                    covered.Add(document.Text[begin..end]);
                    between = ";";
                }

                begin = end + 1;
            }

            lines.Append(CultureInfo.InvariantCulture, $"\t{string.Join(' ', covered)}\n");
        }

        stream.Write(Encoding.UTF8.GetBytes(lines.ToString()));
    }

    private static void AddEntity(List<StatedSpan> entities, int line, string[] fields, string text, ReadingReport report)
    {
        string[] place = fields.Length > 1 ? fields[1].Split(' ', 2, StringSplitOptions.RemoveEmptyEntries) : [];
        var pieces = new List<(long Begin, long End)>();
        foreach (string piece in place.Length == 2 ? place[1].Split(';') : [])
        {
            string[] borders = piece.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (borders.Length == 2 && long.TryParse(borders[0], NumberStyles.None, CultureInfo.InvariantCulture, out long begin)
                && long.TryParse(borders[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end))
            {
                pieces.Add((begin, end));
                continue;
            }

            pieces.Clear();
            break;
        }

        if (pieces.Count == 0)
        {
            throw report.Error(line, $"expected an entity of brat (T1⇥PER 0 4⇥Asha), found {Visible.Quote(text)}. Correct the line, or take it out.");
        }

        // Pieces with only a line end between them are one name over two lines.
        if (pieces.Zip(pieces.Skip(1)).Any(pair => pair.Second.Begin - pair.First.End is < 0 or > 1))
        {
            report.Add(RepairKind.DiscontinuousSpan, line, $"{Visible.Quote(text)} is in {pieces.Count} pieces", "left out");
            return;
        }

        if (pieces.Count > 1)
        {
            report.Add(RepairKind.DiscontinuousSpan, line, $"{Visible.Quote(text)} is in {pieces.Count} pieces next to each other", "read as one");
        }

        entities.Add(new StatedSpan(pieces[0].Begin, pieces[^1].End, place[0], line, fields.Length > 2 ? string.Join('\t', fields[2..]) : null));
    }

    private static string TriggerOf(SourceLine line) => line.Text.Split('\t') is [_, var rest, ..] && rest.Split(' ')[0].Split(':') is [_, var trigger] ? trigger : "";

    private static string NameOf(char kind) => kind switch
    {
        'R' => "a relation",
        'E' => "an event",
        'A' or 'M' => "an attribute",
        'N' => "a link to a knowledge base",
        '*' => "an equivalence",
        _ => "a note",
    };
}
