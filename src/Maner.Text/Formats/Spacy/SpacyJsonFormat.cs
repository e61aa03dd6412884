using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Spacy;

/// <summary>
/// spaCy's JSON: documents of paragraphs of sentences of tokens (<c>ner</c> in BILUO, the format of version 2 that <c>spacy convert</c> takes), or the pairs
/// <c>["text", {"entities": [[begin, end, "TYPE"]]}]</c> of its examples for training. Offsets count code points.
/// </summary>
internal sealed class SpacyJsonFormat : ISentenceFormat
{
    public string Name => "spacy";

    public string Title => "spaCy JSON";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer { get; } = new SpacyJsonWriter();

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(record => JsonMembers.Has(record, "paragraphs", JsonValueKind.Array)
        || IsPair(record) || JsonMembers.ItemsOf(JsonMembers.Find(record, "annotations")).Any(IsPair));

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) =>
        JsonRecords.First(source).Any(record => JsonMembers.Has(record, "paragraphs", JsonValueKind.Array))
            ? ReadDocuments(source, options, report)
            : DocumentReading.Read(Pairs(source).Where(record => record.Value.ValueKind != JsonValueKind.Null).Select(record => ReadPair(record, report)), options, report);

    private static bool IsPair(JsonElement record) => record.ValueKind == JsonValueKind.Array && record.GetArrayLength() == 2
        && record[0].ValueKind == JsonValueKind.String && JsonMembers.Has(record[1], "entities", JsonValueKind.Array);

    private static IEnumerable<JsonRecord> Pairs(FormatSource source) => JsonRecords.Read(source)
        .SelectMany(record => JsonMembers.Find(record.Value, "annotations") is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().Select(item => record with { Value = item }) : [record]);

    private static AnnotatedText ReadPair(JsonRecord record, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        if (!IsPair(record.Value))
        {
            throw read.Error($"expected a pair [\"text\", {{\"entities\": […]}}], found {JsonMembers.Kind(record.Value)}. Write all examples so.");
        }

        string text = read.TextOf(record.Value[0], "a pair");
        StatedSpan[] spans = [.. record.Value[1].GetProperty("entities").EnumerateArray().Select(entity => entity.ValueKind == JsonValueKind.Array && entity.GetArrayLength() >= 3
            ? new StatedSpan(read.NumberOf(entity[0], "'entities'"), read.NumberOf(entity[1], "'entities'"), read.Type(entity[2], "'entities'"), record.Line)
            : throw read.Error($"expected entities as [begin, end, \"TYPE\"], found {JsonMembers.Kind(entity)}. Write all entities so."))];
        return new AnnotatedText(text, record.Line, null) { Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, spans, report) };
    }

    private static FormatContent ReadDocuments(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        var sentences = new List<RawSentence>();
        var places = new List<(string Document, string? Text)>();
        foreach (JsonRecord record in JsonRecords.Read(source))
        {
            var read = new JsonMembers(report, record.Line);
            string document = read.Id(record.Value, "id") ?? FormattableString.Invariant($"{places.Count}");
            foreach (JsonElement paragraph in JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "paragraphs")))
            {
                JsonElement[] parts = [.. JsonMembers.ItemsOf(JsonMembers.Find(paragraph, "sentences"))];
                RefuseOthers(paragraph, parts, read);
                string? raw = parts.Length == 1 && JsonMembers.Has(paragraph, "raw", JsonValueKind.String) ? read.Text(paragraph, "raw") : null;
                foreach (JsonElement sentence in parts)
                {
                    RawWord[] words = [.. JsonMembers.ItemsOf(JsonMembers.Find(sentence, "tokens")).Select(token => new RawWord(read.Text(token, "orth"), TagOf(token, read), record.Line))];
                    if (words.Length > 0)
                    {
                        sentences.Add(new RawSentence(words));
                        places.Add((document, raw));
                    }
                }
            }
        }

        LabelReading reading = LabelReading.OfJsonLines(sentences, options, report.Log);
        WordCheck.Check(reading.Sentences, report.Log);
        return new FormatContent([.. reading.ToSentences(report.Log, report.Assumptions).Zip(places, (sentence, place) => WithText(sentence, place.Text, place.Document))], reading.Scheme);
    }

    // Version 2 gives entities of a paragraph by their offsets or by the tags of its words. Where it has both, they have to be as many, of the same types.
    private static void RefuseOthers(JsonElement paragraph, JsonElement[] sentences, JsonMembers read)
    {
        string[] stated = [.. JsonMembers.ItemsOf(JsonMembers.Find(paragraph, "entities")).Where(entity => entity.ValueKind == JsonValueKind.Array && entity.GetArrayLength() >= 3)
            .Select(entity => read.Type(entity[2], "'entities'")).Order(StringComparer.Ordinal)];
        string[] tagged = [.. sentences.SelectMany(sentence => JsonMembers.ItemsOf(JsonMembers.Find(sentence, "tokens"))).Select(token => TagOf(token, read))
            .Where(tag => tag is ['B' or 'U', '-', _, ..]).Select(tag => tag![2..]).Order(StringComparer.Ordinal)];
        if (stated.Length > 0 && !stated.SequenceEqual(tagged))
        {
            throw read.Error($"expected the entities of 'entities' ({string.Join(", ", stated)}) in the words' 'ner', found {(tagged.Length == 0 ? "none" : string.Join(", ", tagged))}. Take out the one that is not meant, or write pairs [\"text\", {{\"entities\": […]}}].");
        }
    }

    // A hyphen is spaCy's word for a tag that nobody has given.
    private static string? TagOf(JsonElement token, JsonMembers read) => JsonMembers.Find(token, "ner") is { } tag && read.TextOf(tag, "'ner'") is var text && text is not ("-" or "") ? text : null;

    private static Sentence WithText(Sentence sentence, string? text, string document)
    {
        TextRange[]? offsets = text is null ? null : WordPlaces.Of(sentence.Words, text);
        return offsets is null
            ? new Sentence(sentence.Words, sentence.Entities, sentence.Line) { Document = document }
            : new Sentence(sentence.Words, text!, offsets, sentence.Line, sentence.Entities) { Document = document };
    }
}
