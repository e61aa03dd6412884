using System.Text.RegularExpressions;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.WebAnno;

/// <summary>Which column of a WebAnno file has the types of entities, told from its header.</summary>
/// <param name="Column">Its number from 0 among the columns behind the token; null when the file has no such layer.</param>
internal sealed partial record WebAnnoLayout(int? Column)
{
    private const string SpanLayer = "#T_SP=";

    /// <exception cref="InvalidDataException">Several layers or features may be the one.</exception>
    public static WebAnnoLayout Of(IReadOnlyList<SourceLine> lines, WebAnnoRow[] rows, ReadingReport report)
    {
        var spans = new List<(string Layer, string Feature, int Column)>();
        int column = 0;
        bool hasHeader = false;
        foreach (SourceLine line in lines.Where(line => line.Text.StartsWith("#T_", StringComparison.Ordinal)))
        {
            hasHeader = true;
            string[] parts = line.Text[(line.Text.IndexOf('=', StringComparison.Ordinal) + 1)..].Split('|');
            string[] features = parts.Length > 1 ? parts[1..] : ["*"];
            if (line.Text.StartsWith(SpanLayer, StringComparison.Ordinal))
            {
                spans.AddRange(features.Select((feature, index) => (parts[0], feature, column + index)));
            }
            else
            {
                report.Add(RepairKind.OtherAnnotation, line.Number, $"the layer {Visible.Quote(parts[0])}, which is no layer of spans", "left out");
            }

            column += features.Length;
        }

        int width = rows.Select(row => row.Values.Count).DefaultIfEmpty().Max();
        if (!hasHeader)
        {
            return width <= 1
                ? new WebAnnoLayout(width == 0 ? null : 0)
                : throw new InvalidDataException($"{report.Path}: expected the header of WebAnno TSV (#FORMAT=…, #T_SP=…), found rows of {width} layers without it. Export the document again.");
        }

        (string Layer, string Feature, int Column)[] candidates = [.. spans.Where(span => span.Layer.EndsWith(".NamedEntity", StringComparison.Ordinal))];
        candidates = candidates.Length > 0 ? candidates : [.. spans.Where(span => !span.Layer.StartsWith("de.tudarmstadt.ukp.dkpro.core.api.", StringComparison.Ordinal))];
        (string Layer, string Feature, int Column)[] values = [.. candidates.Where(span => span.Feature == "value")];
        (string Layer, string Feature, int Column)[] chosen = values.Length > 0 ? values : [.. candidates.Where(span => span.Feature != "identifier")];
        if (chosen.Length > 1)
        {
            throw new InvalidDataException($"{report.Path}: expected one layer of named entities, found {string.Join(", ", chosen.Select(span => $"'{span.Layer}|{span.Feature}'"))}. Export the document with the right one alone.");
        }

        foreach ((string layer, string feature, int at) in spans.Except(chosen))
        {
            int count = rows.Count(row => at < row.Values.Count && row.Values[at] is not ("_" or ""));
            if (count > 0)
            {
                report.Add(RepairKind.OtherAnnotation, 1, $"{Counted.Of(count, "row")} with a value of '{layer}|{feature}'", "left out");
            }
        }

        if (chosen.Length == 1 && !chosen[0].Layer.EndsWith(".NamedEntity", StringComparison.Ordinal))
        {
            report.Assumptions.Add($"The layer {chosen[0].Layer} with its feature '{chosen[0].Feature}' was taken for the named entities.");
        }

        return new WebAnnoLayout(chosen.Length == 0 ? null : chosen[0].Column);
    }

    /// <summary>The entities: values with one number in brackets are one entity, a value without is one token's.</summary>
    public IReadOnlyList<StatedSpan> SpansOf(WebAnnoRow[] rows, ReadingReport report)
    {
        var spans = new List<StatedSpan>();
        var numbered = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (WebAnnoRow row in rows)
        {
            if (Column is not { } column || column >= row.Values.Count || row.Values[column] is "_" or "")
            {
                continue;
            }

            foreach (string value in WebAnnoRow.Split(row.Values[column], '|'))
            {
                Match number = Number().Match(value);
                string type = WebAnnoRow.Unescape(number.Success ? value[..number.Index] : value);
                if (number.Success && numbered.TryGetValue(number.Value, out int earlier))
                {
                    spans[earlier] = spans[earlier] with { End = Math.Max(spans[earlier].End, row.End) };
                    continue;
                }

                if (type is "*" or "" or "_")
                {
                    report.Add(RepairKind.OtherAnnotation, row.Line, $"an annotation of {Visible.Quote(row.Token)} has no type", "left out");
                    continue;
                }

                if (number.Success)
                {
                    numbered.Add(number.Value, spans.Count);
                }

                spans.Add(new StatedSpan(row.Begin, row.End, type, row.Line));
            }
        }

        return spans;
    }

    [GeneratedRegex(@"(?<!\\)\[[0-9]+\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
