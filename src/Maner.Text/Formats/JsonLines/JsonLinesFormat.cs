using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.JsonLines;

/// <summary>One object per line (or a list of them) with <c>tokens</c> and <c>ner_tags</c>: the layout of Hugging Face's datasets.</summary>
internal sealed class JsonLinesFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "jsonl";

    public string Title => "JSON Lines of tokens and tags";

    public IReadOnlyList<string> Extensions { get; } = [".jsonl", ".ndjson", ".json"];

    public ISentenceWriter Writer => this;

    public bool UsesScheme => true;

    public bool Recognises(FormatSource source) => JsonColumns.Of(JsonRecords.First(source), source.Path) is not null;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        JsonColumns? members = JsonColumns.Of(JsonRecords.First(source), source.Path);
        List<JsonSentence> found = new JsonLinesReader(members ?? JsonColumns.Usual, options, report).Read(source);
        if (members is { AreUsual: false })
        {
            report.Assumptions.Add(members.Choice);
        }

        LabelReading reading = LabelReading.OfJsonLines([.. found.Select(sentence => sentence.Words)], options, report.Log);
        WordCheck.Check(reading.Sentences, report.Log);
        return new FormatContent([.. reading.ToSentences(report.Log, report.Assumptions).Zip(found, WithText)], reading.Scheme);
    }

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        return [new WrittenFile(null, ".jsonl", stream => JsonLinesWriter.Write(stream, written, options.Scheme))];
    }

    private static Sentence WithText(Sentence sentence, JsonSentence record)
    {
        TextRange[]? offsets = record.Text is null ? null : WordPlaces.Of(sentence.Words, record.Text);
        return offsets is null
            ? new Sentence(sentence.Words, sentence.Entities, sentence.Line) { Document = record.Document }
            : new Sentence(sentence.Words, record.Text!, offsets, sentence.Line, sentence.Entities) { Document = record.Document };
    }
}
