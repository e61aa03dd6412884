using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Cas;

/// <summary>UIMA CAS as JSON 0.4.0, as INCEpTION exports it: a document a file.</summary>
internal sealed class CasJsonFormat : ISentenceFormat, ISentenceWriter
{
    private const string Structures = "%FEATURE_STRUCTURES";

    public string Name => "cas-json";

    public string Title => "UIMA CAS JSON 0.4.0 (INCEpTION)";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source) => JsonRecords.First(source) is [var first, ..] && JsonMembers.Find(first, Structures) is not null;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        JsonRecord[] records = [.. JsonRecords.Read(source).Select(record => record with { Value = record.Value.Clone() }).Take(2)];
        var read = new JsonMembers(report, records[0].Line);
        if (records.Length > 1 || JsonMembers.Find(records[0].Value, Structures) is not { ValueKind: JsonValueKind.Array or JsonValueKind.Object } structures)
        {
            throw read.Error($"expected one document of UIMA with a list '{Structures}', found {(records.Length > 1 ? "several values" : "none")}. Export the document again.");
        }

        return CasReading.Read(Parse(structures, read, report), source.Stem, options, report);
    }

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses), joinsOthers: true)];
        WritingLosses.LogBorders(documents, keepsSentences: true, keepsWords: true, losses);
        string[] names = DocumentFiles.NamesOf(documents);
        return [.. documents.Select((document, number) => new WrittenFile(names[number], ".json", stream => JsonOutput.Whole(stream, json => CasJsonWriter.Write(json, document))))];
    }

    private static CasDocument Parse(JsonElement structures, JsonMembers read, ReadingReport report)
    {
        var sofas = new Dictionary<string, (string Name, string? Text)>(StringComparer.Ordinal);
        var found = new List<(string Sofa, CasAnnotation Annotation)>();

        // A list of structures with their ids, or an object with the ids as names.
        IEnumerable<(string Id, JsonElement Structure)> all = structures.ValueKind == JsonValueKind.Object
            ? structures.EnumerateObject().Select(member => (member.Name, member.Value))
            : structures.EnumerateArray().Select(structure => (read.Id(structure, "%ID") ?? "", structure));
        foreach ((string id, JsonElement structure) in all)
        {
            string type = read.Text(structure, "%TYPE");
            if (type is "uima.cas.Sofa" or "Sofa")
            {
                sofas[id] = (read.Id(structure, "sofaID") ?? "", JsonMembers.Find(structure, "sofaString") is { } text ? read.TextOf(text, "'sofaString'") : null);
            }
            else if (JsonMembers.Has(structure, "begin", JsonValueKind.Number) && JsonMembers.Has(structure, "end", JsonValueKind.Number) && read.Id(structure, "@sofa") is { } sofa)
            {
                Dictionary<string, string> features = structure.EnumerateObject()
                    .Where(member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.True && member.Name is [not ('%' or '@' or '^' or '#'), ..])
                    .ToDictionary(member => member.Name, member => member.Value.ValueKind == JsonValueKind.True ? "true" : read.TextOf(member.Value, $"'{member.Name}'"), StringComparer.Ordinal);
                found.Add((sofa, new CasAnnotation(type, read.Number(structure, "begin"), read.Number(structure, "end"), read.Line, features.Count == 0 ? CasAnnotation.NoFeatures : features)));
            }
        }

        return XmiFormat.View(sofas, found, report);
    }
}
