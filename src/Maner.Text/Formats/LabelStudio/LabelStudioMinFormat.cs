using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.LabelStudio;

/// <summary>Label Studio's JSON-MIN: a record an annotation with the task's data and the regions by the name of their control. Several may be of one task.</summary>
internal sealed class LabelStudioMinFormat : ISentenceFormat
{
    public string Name => "label-studio-min";

    public string Title => "Label Studio JSON-MIN";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter? Writer => null;

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(record => record.ValueKind == JsonValueKind.Object
        && (RegionsOf(record).Length > 0 || (JsonMembers.Find(record, "annotation_id") is not null && JsonMembers.Find(record, "lead_time") is not null)));

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        var documents = new List<AnnotatedText>();
        var byTask = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonRecord record in JsonRecords.Read(source))
        {
            AnnotatedText document = ReadRecord(record, report);
            if (document.Id is { } id && byTask.TryGetValue(id, out int earlier))
            {
                report.Add(RepairKind.SeveralAnnotations, record.Line, $"task {id} has another annotation at line {documents[earlier].Line}", "this one, the later, was read");
                documents[earlier] = document;
                continue;
            }

            if (document.Id is not null)
            {
                byTask.Add(document.Id, documents.Count);
            }

            documents.Add(document);
        }

        return DocumentReading.Read(documents, options, report);
    }

    private static AnnotatedText ReadRecord(JsonRecord record, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        JsonProperty[] texts = record.Value.ValueKind == JsonValueKind.Object
            ? [.. record.Value.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String && !member.Name.EndsWith("_at", StringComparison.Ordinal))]
            : [];
        JsonProperty[] named = [.. texts.Where(member => member.NameEquals("text"))];
        JsonProperty[] chosen = named.Length > 0 ? named : texts;
        if (chosen.Length != 1)
        {
            throw read.Error($"expected the task's text as 'text', found {(texts.Length == 0 ? "no string" : string.Join(", ", texts.Select(member => $"'{member.Name}'")))}. Rename the member to 'text'.");
        }

        string text = read.TextOf(chosen[0].Value, $"'{chosen[0].Name}'");
        JsonElement[] regions = RegionsOf(record.Value);
        JsonProperty[] others = [.. texts.Except(chosen)];
        if (others.Length > 0 && Array.Exists(regions, region => others.Any(other => MayBeOn(region, other.Value.GetString()!)) || !JsonMembers.Has(region, "text", JsonValueKind.String)))
        {
            throw read.Error($"expected regions that can only be on '{chosen[0].Name}', found one that may be on {LabelStudioTexts.Names(others)}: JSON-MIN does not say on which. Export the project as JSON, which does.");
        }

        LabelStudioTexts.NoteOthers(others, chosen, report);
        return new AnnotatedText(text, record.Line, read.Id(record.Value, "id")) { Spans = LabelStudioRegions.Read(regions, text, read, report) };
    }

    private static bool MayBeOn(JsonElement region, string text) => JsonMembers.Has(region, "text", JsonValueKind.String)
        && JsonMembers.Find(region, "start") is { } start && start.TryGetInt64(out long begin) && new OffsetMap(text, OffsetUnit.CodePoints).ToUtf16(begin) is { } place
        && text.AsSpan(place).StartsWith(region.GetProperty("text").GetString(), StringComparison.Ordinal);

    private static JsonElement[] RegionsOf(JsonElement record) => record.ValueKind != JsonValueKind.Object ? [] :
    [
        .. record.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).SelectMany(member => member.Value.EnumerateArray())
            .Where(region => JsonMembers.Has(region, "start", JsonValueKind.Number) && JsonMembers.Find(region, "labels", "hypertextlabels") is { ValueKind: JsonValueKind.Array }),
    ];
}
