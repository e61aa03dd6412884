using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.LabelStudio;

/// <summary>
/// Label Studio's JSON: tasks with <c>data</c> and <c>annotations</c>. Cancelled annotations and predictions are no labels. Offsets count code points; exports
/// of old versions count UTF-16, which the texts of the regions show.
/// </summary>
internal sealed class LabelStudioFormat : ISentenceFormat
{
    public string Name => "label-studio";

    public string Title => "Label Studio JSON";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer { get; } = new LabelStudioWriter();

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(record => JsonMembers.Has(record, "data", JsonValueKind.Object)
        && JsonMembers.Find(record, "annotations", "completions", "predictions") is { ValueKind: JsonValueKind.Array });

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) =>
        DocumentReading.Read(JsonRecords.Read(source).Select(record => ReadTask(record, options, report)), options, report);

    private static AnnotatedText ReadTask(JsonRecord record, LabelledDataOptions options, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        if (!JsonMembers.Has(record.Value, "data", JsonValueKind.Object))
        {
            throw read.Error("expected a task with 'data', found none. Export the project as JSON again.");
        }

        string? id = read.Id(record.Value, "id");
        JsonElement[] all = [.. JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "annotations", "completions"))];
        JsonElement[] valid = [.. all.Where(annotation => !JsonMembers.Has(annotation, "was_cancelled", JsonValueKind.True))];
        if (valid.Length < all.Length)
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"{all.Length - valid.Length} of {all.Length} annotations of task {id ?? "?"} were cancelled (skipped)", "left out");
        }

        if (valid.Length > 1)
        {
            // The one that somebody has declared the truth, else the last, which saw the others.
            int chosen = Math.Max(Array.FindLastIndex(valid, annotation => JsonMembers.Has(annotation, "ground_truth", JsonValueKind.True)), -1);
            chosen = chosen < 0 ? valid.Length - 1 : chosen;
            report.Add(RepairKind.SeveralAnnotations, record.Line, $"task {id ?? "?"} has {valid.Length} annotations",
                $"number {chosen + 1} was read ({Author(valid[chosen], read)})");
            valid = [valid[chosen]];
        }

        JsonElement data = JsonMembers.Find(record.Value, "data")!.Value;
        JsonElement[] regions = valid.Length == 0 ? [] : [.. JsonMembers.ItemsOf(JsonMembers.Find(valid[0], "result"))];
        string text = TextOf(data, regions, read);
        var document = new AnnotatedText(text, record.Line, id);
        if (valid.Length > 0)
        {
            document.Spans = LabelStudioRegions.Read(regions, text, read, report);
        }
        else if (options.RequireTags && JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "predictions")).Any())
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"task {id ?? "?"} has predictions of a model and no annotation of a person", "the predictions were not read as labels");
        }

        return document;
    }

    private static string Author(JsonElement annotation, JsonMembers read) =>
        $"id {read.Id(annotation, "id") ?? "?"}, by {(JsonMembers.Find(annotation, "completed_by") is { } person ? person.ToString() : "?")}";

    /// <summary>The text of a task: that of the member that the regions are on, else <c>text</c>, else the only string.</summary>
    private static string TextOf(JsonElement data, JsonElement[] regions, JsonMembers read)
    {
        JsonProperty[] texts = [.. data.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)];
        string? name = regions.Select(region => read.Id(region, "to_name")).FirstOrDefault(target => texts.Any(member => member.NameEquals(target)));
        JsonProperty[] chosen = [.. texts.Where(member => member.NameEquals(name ?? "text"))];
        chosen = chosen.Length > 0 ? chosen : texts.Length == 1 ? texts : [];
        return chosen.Length > 0
            ? read.TextOf(chosen[0].Value, $"'{chosen[0].Name}'")
            : throw read.Error($"expected the text in 'data' as 'text', found {(texts.Length == 0 ? "no string" : string.Join(", ", texts.Select(member => $"'{member.Name}'")))}. Rename the member to 'text'.");
    }
}
