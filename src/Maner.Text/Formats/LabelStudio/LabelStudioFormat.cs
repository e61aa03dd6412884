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

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        string[] marked = LabelStudioTexts.MarkedIn(JsonRecords.Read(source));
        return DocumentReading.Read(JsonRecords.Read(source).SelectMany(record => ReadTask(record, marked, options, report)), options, report);
    }

    private static List<AnnotatedText> ReadTask(JsonRecord record, string[] marked, LabelledDataOptions options, ReadingReport report)
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
        var documents = new List<AnnotatedText>();
        foreach (LabelStudioText text in LabelStudioTexts.Of(data, regions, marked, read, report))
        {
            documents.Add(new AnnotatedText(text.Text, record.Line, id) { Spans = valid.Length == 0 ? null : LabelStudioRegions.Read(text.Regions, text.Text, read, report) });
        }

        if (valid.Length == 0 && options.RequireTags && JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "predictions")).Any())
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"task {id ?? "?"} has predictions of a model and no annotation of a person", "the predictions were not read as labels");
        }

        return documents;
    }

    private static string Author(JsonElement annotation, JsonMembers read) =>
        $"id {read.Id(annotation, "id") ?? "?"}, by {(JsonMembers.Find(annotation, "completed_by") is { } person ? person.ToString() : "?")}";
}
