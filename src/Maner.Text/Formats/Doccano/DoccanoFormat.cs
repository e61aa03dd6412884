using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Doccano;

/// <summary>
/// doccano's JSON Lines: <c>text</c> with <c>label</c> (<c>labels</c>) as <c>[[begin, end, type]]</c>, with relations <c>entities</c> as objects, in old exports
/// <c>annotations</c>. Offsets count code points.
/// </summary>
internal sealed class DoccanoFormat : ISentenceFormat, ISentenceWriter
{
    private static readonly string[] s_texts = ["text", "data"];
    private static readonly string[] s_labels = ["label", "labels", "entities", "annotations"];

    public string Name => "doccano";

    public string Title => "doccano JSON Lines";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(IsOne);

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) =>
        DocumentReading.Read(JsonRecords.Read(source).Select(record => ReadRecord(record, report)), options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses))];
        WritingLosses.LogBorders(documents, keepsSentences: false, keepsWords: false, losses);
        return [new WrittenFile(null, ".jsonl", stream => JsonOutput.Lines(stream, documents, WriteDocument))];
    }

    // Texts without any labels look like those of a project that nobody has begun; the name of a list is what tells them.
    private static bool IsOne(JsonElement record) => JsonMembers.Find(record, s_texts) is { ValueKind: JsonValueKind.String }
        && s_labels.Select(name => JsonMembers.Find(record, name)).Any(labels => JsonMembers.ItemsOf(labels).Any(IsLabel))
        || (JsonMembers.Has(record, "text", JsonValueKind.String) && (JsonMembers.Has(record, "label", JsonValueKind.Array) || JsonMembers.Has(record, "labels", JsonValueKind.Array)
            || (JsonMembers.Has(record, "entities", JsonValueKind.Array) && JsonMembers.Has(record, "relations", JsonValueKind.Array))));

    private static bool IsLabel(JsonElement label) => label.ValueKind == JsonValueKind.Array
        ? label.GetArrayLength() == 3 && label[0].ValueKind == JsonValueKind.Number && label[1].ValueKind == JsonValueKind.Number
        : JsonMembers.Has(label, "start_offset", JsonValueKind.Number);

    private static AnnotatedText ReadRecord(JsonRecord record, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        if (record.Value.ValueKind != JsonValueKind.Object)
        {
            throw read.Error($"expected an object with 'text' and 'label', found {JsonMembers.Kind(record.Value)}. Export the project as JSONL again.");
        }

        string text = read.Text(record.Value, JsonMembers.Find(record.Value, s_texts[0]) is null ? s_texts[1] : s_texts[0]);
        string[] names = [.. s_labels.Where(name => JsonMembers.Find(record.Value, name) is not null)];
        var document = new AnnotatedText(text, record.Line, read.Id(record.Value, "id"));
        if (names.Length > 0)
        {
            StatedSpan[][] lists = [.. names.Select(name => read.List(JsonMembers.Find(record.Value, name)!.Value, $"'{name}'").Select(label => ReadLabel(label, name, text, read)).ToArray())];
            StatedSpan[] spans = lists.MaxBy(list => list.Length)!;
            int other = Array.FindIndex(lists, list => list.Length > 0 && !PlacesOf(list).SetEquals(PlacesOf(spans)));
            if (other >= 0)
            {
                throw read.Error($"expected one list of entities, found others in '{names[other]}' than in '{names[Array.IndexOf(lists, spans)]}'. Take out the one that is not meant.");
            }

            document.Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, spans, report);
        }

        int relations = JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "relations")).Count();
        if (relations > 0)
        {
            report.Add(RepairKind.OtherAnnotation, record.Line, Counted.Of(relations, "relation"), "left out");
        }

        return document;
    }

    private static HashSet<(long, long, string)> PlacesOf(StatedSpan[] spans) => [.. spans.Select(span => (span.Begin, span.End, span.Type))];

    private static StatedSpan ReadLabel(JsonElement label, string name, string text, JsonMembers read)
    {
        if (label.ValueKind == JsonValueKind.Object)
        {
            JsonElement type = JsonMembers.Find(label, "label", "label_name", "type")
                ?? throw read.Error($"expected a member 'label' with the type in '{name}', found none. Export the project as JSONL with names of labels.");
            return type.ValueKind == JsonValueKind.Number
                ? throw read.Error($"expected the name of a type in '{name}', found the number {type.GetRawText()}. Export the project as JSONL with names of labels.")
                : new StatedSpan(read.Number(label, "start_offset"), read.Number(label, "end_offset"), read.Type(type, "'label'"), read.Line, read.Stated(label));
        }

        return label.ValueKind == JsonValueKind.Array && label.GetArrayLength() == 3
            ? new StatedSpan(read.NumberOf(label[0], $"'{name}'"), read.NumberOf(label[1], $"'{name}'"), read.Type(label[2], $"'{name}'"), read.Line)
            : throw read.Error($"expected entities as [begin, end, \"TYPE\"] in '{name}', found {(label.ValueKind == JsonValueKind.String ? $"the string {Visible.Quote(label.GetString()!)}" : JsonMembers.Kind(label))} " +
                $"for the text {Visible.Quote(text)}. Labels of whole texts are no named entities.");
    }

    private static void WriteDocument(Utf8JsonWriter json, OutputDocument document)
    {
        var map = new OffsetMap(document.Text, OffsetUnit.CodePoints);
        json.WriteStartObject();
        if (document.Id is not null)
        {
            json.WriteString("id", document.Id);
        }

        json.WriteString("text", document.Text);
        if (document.IsLabelled)
        {
            json.WriteStartArray("label");
            foreach (CharSpan span in document.Spans)
            {
                json.WriteStartArray();
                json.WriteNumberValue(map.FromUtf16(span.Begin));
                json.WriteNumberValue(map.FromUtf16(span.End));
                json.WriteStringValue(span.Type);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
