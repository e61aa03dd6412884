using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Prodigy;

/// <summary>
/// Prodigy's JSON Lines: <c>text</c>, <c>spans</c> and, in exports, <c>tokens</c> and <c>answer</c>. Only what was accepted is a label: a record without an answer is not. Offsets count code points;
/// <c>token_end</c> is inclusive.
/// </summary>
internal sealed class ProdigyFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "prodigy";

    public string Title => "Prodigy JSON Lines";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source) => JsonRecords.First(source).Any(record => JsonMembers.Has(record, "text", JsonValueKind.String)
        && (JsonMembers.Has(record, "spans", JsonValueKind.Array) || (JsonMembers.Has(record, "answer", JsonValueKind.String) && !JsonMembers.Has(record, "label", JsonValueKind.Array))
            || JsonMembers.ItemsOf(JsonMembers.Find(record, "tokens")).Any(token => JsonMembers.Has(token, "start", JsonValueKind.Number))));

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) =>
        DocumentReading.Read(JsonRecords.Read(source).Select(record => ReadTask(record, options, report)).OfType<AnnotatedText>(), options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses))];
        WritingLosses.LogBorders(documents, keepsSentences: false, keepsWords: true, losses);
        return [new WrittenFile(null, ".jsonl", stream => JsonOutput.Lines(stream, documents, (json, document) => ProdigyWriter.Write(json, document, options.ArePredicted)))];
    }

    private static AnnotatedText? ReadTask(JsonRecord record, LabelledDataOptions options, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        string text = read.Text(record.Value, "text");
        string? answer = read.Id(record.Value, "answer");
        if (answer is not (null or "accept") && options.RequireTags)
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"the answer to {Visible.Quote(text)} is {Visible.Quote(answer)}", "left out");
            return null;
        }

        var document = new AnnotatedText(text, record.Line, read.Id(record.Value, "_input_hash"));
        if (JsonMembers.Find(record.Value, "tokens") is { } tokens)
        {
            document.Words = Words(tokens, text, read, report);
        }

        // Spans without an answer are what a model or a pattern suggested: to train on them would be to train on guesses.
        JsonElement? spans = JsonMembers.Find(record.Value, "spans");
        if (spans is not null && answer is null && options.RequireTags)
        {
            report.Add(RepairKind.SkippedRecord, record.Line, $"{Visible.Quote(text)} has 'spans' and no 'answer': suggestions that nobody has accepted",
                "left out; to take its spans for labels, put \"answer\": \"accept\" into the record");
            return null;
        }

        if (answer == "accept")
        {
            StatedSpan[] stated = spans is null ? [] : [.. read.List(spans.Value, "'spans'").Select(span => ReadSpan(span, JsonMembers.Find(record.Value, "tokens"), read))];
            document.Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, stated, report);
        }

        int relations = JsonMembers.ItemsOf(JsonMembers.Find(record.Value, "relations")).Count();
        if (relations > 0)
        {
            report.Add(RepairKind.OtherAnnotation, record.Line, Counted.Of(relations, "relation"), "left out");
        }

        return document;
    }

    private static StatedSpan ReadSpan(JsonElement span, JsonElement? tokens, JsonMembers read)
    {
        JsonElement label = JsonMembers.Find(span, "label") ?? throw read.Error("expected a 'label' in each of 'spans', found none. Export the data again.");
        var stated = new StatedSpan(read.Number(span, "start"), read.Number(span, "end"), read.Type(label, "'label'"), read.Line, read.Stated(span));
        JsonElement[] items = [.. JsonMembers.ItemsOf(tokens)];
        RefuseOther(span, "token_start", items, "start", stated.Begin, read);
        RefuseOther(span, "token_end", items, "end", stated.End, read);
        return stated;
    }

    // A span says twice where it is; where the two differ, somebody has changed one of them.
    private static void RefuseOther(JsonElement span, string name, JsonElement[] tokens, string border, long offset, JsonMembers read)
    {
        if (JsonMembers.Find(span, name) is null || tokens is not [{ ValueKind: JsonValueKind.Object }, ..])
        {
            return;
        }

        long index = read.Number(span, name);
        if (index < 0 || index >= tokens.Length)
        {
            throw read.Error($"expected a token's number in '{name}', 0 to {tokens.Length - 1}, found {index}. Correct the record, or export it again.");
        }

        if (read.Number(tokens[index], border) is var other && other != offset)
        {
            throw read.Error($"expected '{border}' of a span to be that of its token {index} ('{name}'), {other}, found {offset}. Correct the record, or export it again.");
        }
    }

    private static IReadOnlyList<TextRange>? Words(JsonElement tokens, string text, JsonMembers read, ReadingReport report)
    {
        JsonElement[] items = [.. read.List(tokens, "'tokens'")];
        if (Array.Exists(items, token => token.ValueKind == JsonValueKind.String))
        {
            return WordPlaces.Of([.. items.Select(token => read.TextOf(token, "'tokens'"))], text)
                ?? throw read.Error($"expected the words of 'tokens' in {Visible.Quote(text)} one behind the other, found others. Correct the record.");
        }

        StatedSpan[] stated = [.. items.Select(token => new StatedSpan(read.Number(token, "start"), read.Number(token, "end"), "token", read.Line,
            JsonMembers.Find(token, "text") is { } own ? read.TextOf(own, "'text'") : null))];
        return Tokens.Of(SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, stated, report), text);
    }
}
