using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Text.Formats.Argilla;

/// <summary>Argilla's records, of version 1 (<c>annotation</c> as <c>[label, begin, end]</c>) and 2 (questions with responses). Offsets count code points.</summary>
internal sealed class ArgillaFormat : ISentenceFormat
{
    public string Name => "argilla";

    public string Title => "Argilla records";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer { get; } = new ArgillaWriter();

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(record => IsSecond(record) || IsFirst(record)
        || JsonMembers.ItemsOf(JsonMembers.Find(record, "items")).Any(IsSecond));

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) =>
        DocumentReading.Read(Records(source).Select(record => IsFirst(record.Value) ? ReadFirst(record, options, report) : ArgillaResponses.Read(record, report)).OfType<AnnotatedText>(), options, report);

    private static IEnumerable<JsonRecord> Records(FormatSource source) => JsonRecords.Read(source)
        .SelectMany(record => JsonMembers.Find(record.Value, "items") is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().Select(item => record with { Value = item }) : [record]);

    private static bool IsFirst(JsonElement record) => JsonMembers.Has(record, "text", JsonValueKind.String)
        && (JsonMembers.Find(record, "annotation_agent", "prediction_agent") is not null || JsonMembers.ItemsOf(JsonMembers.Find(record, "annotation", "prediction")).Any(IsTriple));

    private static bool IsTriple(JsonElement label) => label.ValueKind == JsonValueKind.Array && label.GetArrayLength() >= 3 && label[0].ValueKind == JsonValueKind.String;

    private static bool IsSecond(JsonElement record) => JsonMembers.Has(record, "fields", JsonValueKind.Object) && JsonMembers.Find(record, "responses", "suggestions") is not null;

    private static AnnotatedText? ReadFirst(JsonRecord record, LabelledDataOptions options, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        string text = read.Text(record.Value, "text");
        string? id = read.Id(record.Value, "id");
        string? status = read.Id(record.Value, "status");
        if (status == "Discarded" && options.RequireTags)
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"the record {id ?? "?"} was discarded", "left out");
            return null;
        }

        var document = new AnnotatedText(text, record.Line, id);
        if (JsonMembers.Find(record.Value, "tokens") is { ValueKind: JsonValueKind.Array } tokens)
        {
            document.Words = WordPlaces.Of([.. tokens.EnumerateArray().Select(token => read.TextOf(token, "'tokens'"))], text);
        }

        if (JsonMembers.Find(record.Value, "annotation") is { } annotation)
        {
            StatedSpan[] spans = [.. read.List(annotation, "'annotation'").Select(label => IsTriple(label)
                ? new StatedSpan(read.NumberOf(label[1], "'annotation'"), read.NumberOf(label[2], "'annotation'"), read.Type(label[0], "'annotation'"), record.Line)
                : throw read.Error("expected entities as [\"TYPE\", begin, end] in 'annotation', found something else. Export the records again."))];
            document.Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, spans, report);
        }

        return document;
    }
}
