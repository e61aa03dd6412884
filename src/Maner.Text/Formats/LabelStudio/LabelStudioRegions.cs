using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.LabelStudio;

/// <summary>Reads the regions of an annotation.</summary>
internal static class LabelStudioRegions
{
    /// <summary>The labelled stretches; relations, choices and other results are reported.</summary>
    /// <param name="regions">Regions with a <c>value</c> (JSON), or values by themselves (JSON-MIN).</param>
    /// <param name="text">The task's text.</param>
    /// <param name="read">Knows the task's line.</param>
    /// <param name="report">Takes what is lost.</param>
    public static List<CharSpan> Read(IEnumerable<JsonElement> regions, string text, JsonMembers read, ReadingReport report)
    {
        var spans = new List<StatedSpan>();
        foreach (JsonElement region in regions)
        {
            string kind = read.Id(region, "type") ?? "labels";
            JsonElement value = JsonMembers.Find(region, "value") ?? region;
            if (kind is not ("labels" or "hypertextlabels") || JsonMembers.Find(value, kind, "labels", "hypertextlabels") is not { ValueKind: JsonValueKind.Array } labels)
            {
                report.Add(RepairKind.OtherAnnotation, read.Line, $"a result of type {Visible.Quote(kind)}, which is no labelled text", "left out");
                continue;
            }

            // In HTML the places are those of elements; those in the whole text are beside them.
            JsonElement places = JsonMembers.Find(value, "globalOffsets") ?? value;
            if (JsonMembers.Find(places, "start") is { ValueKind: JsonValueKind.String })
            {
                throw read.Error("expected offsets of a text, found paths of elements (a <HyperText> without 'globalOffsets'). Use <Text> in the labelling configuration.");
            }

            JsonElement[] types = [.. labels.EnumerateArray()];
            string? stated = JsonMembers.Find(value, "text") is { ValueKind: JsonValueKind.String } own ? read.TextOf(own, "'text'") : null;
            long begin = read.Number(places, "start"), end = read.Number(places, "end");
            foreach (JsonElement type in types)
            {
                spans.Add(new StatedSpan(begin, end, read.Type(type, "'labels'"), read.Line, stated));
            }

            if (types.Length == 0)
            {
                report.Add(RepairKind.OtherAnnotation, read.Line, $"a region without a label ({Visible.Quote(stated ?? "")})", "left out");
            }
        }

        return SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, spans, report);
    }
}
