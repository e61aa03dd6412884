using System.Text.Json;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Registry;

/// <summary>Content that is evidently no format here: it is refused by name, with what to do, instead of being read as words.</summary>
internal static class ForeignContent
{
    // Which member tells it, what it is, what to do.
    private static readonly (string[] Members, string What, string Advice)[] s_records =
    [
        (["tasks", "label_config"], "a request to a Label Studio backend", "Export the project as JSON."),
        (["results"], "an answer of a Label Studio backend: predictions, no labels", "Export the project as JSON."),
        (["action", "project"], "a message of Label Studio about an event", "Export the project as JSON."),
        (["project", "schema"], "a message of Label Studio about a project", "Export the project as JSON."),
        (["documents", "typeSystem"], "a request of INCEpTION to a recommender", "Export the documents as UIMA CAS JSON or XMI."),
        (["document", "typeSystem"], "a request of INCEpTION to a recommender", "Export the documents as UIMA CAS JSON or XMI."),
        (["document"], "an answer of a recommender to INCEpTION: suggestions, no labels", "Export the documents as UIMA CAS JSON or XMI."),
        (["model_name", "model_attrs"], "settings of doccano's auto-labelling", "Export the dataset as JSONL."),
        (["entities"], "an answer to doccano's auto-labelling: entities without their text", "Export the dataset as JSONL."),
        (["type", "options"], "settings of a question of Argilla", "Export the records."),
        (["status", "model_class"], "an answer of a Label Studio backend about its health", "Export the project as JSON."),
        (["model_version"], "an answer of a Label Studio backend about its model", "Export the project as JSON."),
        (["result", "status"], "an answer of a Label Studio backend", "Export the project as JSON."),
    ];

    /// <summary>Refuses what is no text at all.</summary>
    /// <exception cref="InvalidDataException">It is an archive or another binary file.</exception>
    public static void RefuseBinary(FormatSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes.Span;
        string? what = bytes switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => "an archive (ZIP: an export, or a workbook such as .xlsx). Unpack it and name the file inside; save a workbook as CSV",
            [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] when source.Extension == ".spacy" => "spaCy's binary format (DocBin). Write JSON or CoNLL from it in Python",
            _ when bytes.StartsWith("version https://git-lfs"u8) => "a Git LFS pointer. Run 'git lfs pull' in that repository, or download the file itself",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF. Take its text out first",
            _ => null,
        };
        if (what is not null)
        {
            throw new InvalidDataException($"{source.Path}: expected sentences, found {what}.");
        }
    }

    /// <summary>Refuses text that no format has recognised and that is evidently no columns of words.</summary>
    /// <exception cref="InvalidDataException">The content is evidently something else.</exception>
    public static void Refuse(FormatSource source)
    {
        RefuseXml(source);
        RefuseJson(source);
        RefuseRowsOfTags(source);
    }

    // Read as columns, the whole sentence would be one word, and its tags one type.
    private static void RefuseRowsOfTags(FormatSource source)
    {
        const int Looked = 100;
        SourceLine row = source.Lines.Where(line => !line.IsBlank).Take(Looked).FirstOrDefault(line => InlineLabels.IsSentenceWithTags(line.Text));
        if (row.Text is not null)
        {
            throw new InvalidDataException($"{source.Path}:{row.Number}: expected one word and its tag per line, found a sentence with a row of tags, {Visible.Quote(row.Text)}. " +
                "Write one word and its tag per line, with a blank line behind each sentence.");
        }
    }

    private static void RefuseXml(FormatSource source)
    {
        string begin = (source.Lines.FirstOrDefault(line => !line.IsBlank).Text ?? "").TrimStart();
        bool isXml = begin.StartsWith("<?xml", StringComparison.Ordinal) || begin.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
            || (source.Extension is ".xml" or ".xmi" or ".html" && begin.StartsWith('<'));
        if (isXml)
        {
            throw new InvalidDataException($"{source.Path}: expected sentences, found XML that is no UIMA CAS XMI ({Visible.Quote(begin)}: settings, a type system or a page). " +
                "Of XML only XMI is read: export the documents so, or in another format.");
        }
    }

    private static void RefuseJson(FormatSource source)
    {
        if (!JsonRecords.BeginLike(source))
        {
            return;
        }

        if (JsonRecords.First(source).Count == 0)
        {
            if (JsonRecords.IsAnObjectALine(source) || SentenceFormats.OfExtension(source.Path) != SentenceFormats.Conll)
            {
                _ = JsonRecords.Read(source).FirstOrDefault(); // says where it is broken
            }

            return; // words in columns, the first of them a bracket
        }

        JsonElement first = JsonRecords.First(source)[0];
        string[] names = first.ValueKind == JsonValueKind.Object ? [.. first.EnumerateObject().Select(member => member.Name)] : [];
        foreach ((string[] members, string what, string advice) in s_records)
        {
            if (members.All(names.Contains) && !names.Contains("text"))
            {
                throw new InvalidDataException($"{source.Path}: expected sentences, found {what}. {advice}");
            }
        }

        string found = first.ValueKind == JsonValueKind.Object
            ? names.Length == 0 ? "objects without members" : $"objects with {string.Join(", ", names.Take(8).Select(Visible.Quote))}"
            : JsonMembers.Kind(first);
        string reason = JsonMembers.ItemsOf(JsonMembers.Find(first, "tokens", "words")).FirstOrDefault() is { ValueKind: JsonValueKind.Object } word
            ? $"Its words are objects with {string.Join(", ", word.EnumerateObject().Take(8).Select(member => Visible.Quote(member.Name)))}: write the words as a list of strings, their tags as another. "
            : !names.Contains("text") ? ""
            : first.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object).Select(member => member.Name).FirstOrDefault() is { } labels
            ? $"There are texts, and {Visible.Quote(labels)}, which is in no layout that is known here. If these are the entities, write them as 'label': [[begin, end, \"TYPE\"]] (doccano); if not, the texts can only be predicted on. "
            : "There are texts and no labels: they can only be predicted on. ";
        throw new InvalidDataException($"{source.Path}: expected sentences in JSON, found {found}, which is no format that is known here. {reason}" +
            "Labelled are: 'tokens' with 'ner_tags' (jsonl), 'text' with 'label' (doccano), 'text' with 'spans' (prodigy), 'data' with 'annotations' (Label Studio).");
    }
}
