using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Argilla;

/// <summary>Reads a record of version 2. Submitted responses are labels; drafts, discarded ones and suggestions are not.</summary>
internal static class ArgillaResponses
{
    public static AnnotatedText Read(JsonRecord record, ReadingReport report)
    {
        var read = new JsonMembers(report, record.Line);
        if (JsonMembers.Find(record.Value, "fields") is not { ValueKind: JsonValueKind.Object } fields)
        {
            throw read.Error("expected a record with 'fields', found none. Export the records again.");
        }

        JsonProperty[] texts = [.. fields.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)];
        JsonProperty[] chosen = [.. texts.Where(member => member.NameEquals("text"))];
        chosen = chosen.Length == 1 ? chosen : texts;
        if (chosen.Length != 1)
        {
            throw read.Error($"expected the text in 'fields' as 'text', found {(texts.Length == 0 ? "no string" : string.Join(", ", texts.Select(member => $"'{member.Name}'")))}. Rename the field to 'text'.");
        }

        string text = read.TextOf(chosen[0].Value, $"'{chosen[0].Name}'");
        string? id = read.Id(record.Value, "external_id", "id");
        var document = new AnnotatedText(text, record.Line, id);
        List<JsonElement> answers = Answers(record.Value, read, report, id);
        if (answers.Count > 1)
        {
            report.Add(RepairKind.SeveralAnnotations, record.Line, $"the record {id ?? "?"} has {answers.Count} responses", "the last was read");
        }

        if (answers.Count > 0)
        {
            StatedSpan[] spans = [.. read.List(answers[^1], "the response").Select(span => new StatedSpan(read.Number(span, "start"), read.Number(span, "end"),
                read.Type(JsonMembers.Find(span, "label") ?? default, "'label'"), record.Line))];
            document.Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, spans, report);
        }

        return document;
    }

    /// <summary>The lists of spans of submitted responses: in the server's layout a response has answers by question, in the exported one a question has responses.</summary>
    private static List<JsonElement> Answers(JsonElement record, JsonMembers read, ReadingReport report, string? id)
    {
        var answers = new List<JsonElement>();
        if (JsonMembers.Find(record, "responses") is not { } responses)
        {
            return answers;
        }

        IEnumerable<(JsonElement Response, JsonElement? Value)> all = responses.ValueKind == JsonValueKind.Object
            ? responses.EnumerateObject().SelectMany(question => JsonMembers.ItemsOf(question.Value).Select(response => (response, JsonMembers.Find(response, "value"))))
            : JsonMembers.ItemsOf(responses).SelectMany(response => JsonMembers.Find(response, "values") is { ValueKind: JsonValueKind.Object } values
                ? values.EnumerateObject().Select(question => (response, JsonMembers.Find(question.Value, "value"))) : [(response, null)]);
        foreach ((JsonElement response, JsonElement? value) in all)
        {
            string status = read.Id(response, "status") ?? "submitted";
            if (status != "submitted")
            {
                report.Add(RepairKind.SkippedRecord, read.Line, $"a response to the record {id ?? "?"} is {Visible.Quote(status)}", "left out");
            }
            else if (value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(span => JsonMembers.Has(span, "start", JsonValueKind.Number)))
            {
                answers.Add(list);
            }
            else
            {
                report.Add(RepairKind.OtherAnnotation, read.Line, $"a response to the record {id ?? "?"} is to another question", "left out");
            }
        }

        return answers;
    }
}
