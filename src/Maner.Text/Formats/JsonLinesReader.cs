using System.Globalization;
using System.Text.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats;

/// <summary>Reads one JSON object per line: <c>tokens</c>, and <c>ner_tags</c> or <c>tags</c> as strings or as ids of a list of names.</summary>
internal sealed class JsonLinesReader(LabelledDataOptions options, RepairLog log)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="InvalidDataException">A line is no such object.</exception>
    public List<RawSentence> Read(IReadOnlyList<SourceLine> lines)
    {
        var sentences = new List<RawSentence>();
        foreach (SourceLine line in lines.Where(line => !line.IsBlank))
        {
            RawWord[] words = ReadLine(line);
            if (words.Length == 0)
            {
                log.Add(RepairKind.EmptySentence, line.Number, "'tokens' is empty", "the line was left out");
                continue;
            }

            sentences.Add(new RawSentence(words));
        }

        return sentences;
    }

    private RawWord[] ReadLine(SourceLine line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line.Text, Strict);
            return ReadRecord(document.RootElement, line.Number);
        }
        catch (JsonException exception)
        {
            string column = exception.BytePositionInLine is long position
                ? string.Create(CultureInfo.InvariantCulture, $" (byte {position + 1} of the line)") : "";
            throw Error(line.Number, $"expected a JSON object on one line, found {Visible.Quote(line.Text)}, which is not JSON{column}. " +
                "If the file is in CoNLL form, say so (format conll)", exception);
        }
        catch (InvalidOperationException exception)
        {
            // GetString refuses an escape of half a surrogate pair.
            throw Error(line.Number, "expected text, found a string that is not valid Unicode (half a surrogate pair)", exception);
        }
    }

    private RawWord[] ReadRecord(JsonElement record, int line)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw Error(line, $"expected a JSON object with 'tokens', found {Kind(record)}. JSON Lines has one object a line and no list around them");
        }

        JsonElement[] tokens = Array(record, "tokens", line)
            ?? throw Error(line, "expected a list 'tokens' of the sentence's words, found none. Name the list so");
        string field = record.TryGetProperty("ner_tags", out _) ? "ner_tags" : "tags";
        JsonElement[]? tags = Array(record, field, line);
        if (tags is not null && tags.Length != tokens.Length)
        {
            throw Error(line, $"expected as many '{field}' as 'tokens' ({tokens.Length}), found {tags.Length}. Give every word one tag");
        }

        var words = new RawWord[tokens.Length];
        for (int word = 0; word < words.Length; word++)
        {
            if (tokens[word].ValueKind != JsonValueKind.String)
            {
                throw Error(line, $"expected strings in 'tokens', found {Kind(tokens[word])} at place {word + 1}. Quote it");
            }

            words[word] = new RawWord(tokens[word].GetString()!, tags is null ? null : ReadTag(tags[word], field, line), line);
        }

        return words;
    }

    private string? ReadTag(JsonElement tag, string field, int line)
    {
        switch (tag.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                string text = tag.GetString()!.Trim();
                return text.Length == 0 ? null : text;
            case JsonValueKind.Number when options.TagNames is null:
                throw Error(line, $"expected tags as strings in '{field}', found the number {tag.GetRawText()}. " +
                    $"Give the names of the tags in the order of their numbers ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagNames)})");
            case JsonValueKind.Number:
                return tag.TryGetInt32(out int id) && id >= 0 && id < options.TagNames.Count
                    ? options.TagNames[id]
                    : throw Error(line, $"expected a number from 0 to {options.TagNames.Count - 1} in '{field}' (as many as names were given), " +
                        $"found {tag.GetRawText()}. Give all the names in the order of their numbers");
            default:
                throw Error(line, $"expected tags as strings in '{field}', found {Kind(tag)}. Write tags as \"B-PER\"");
        }
    }

    private JsonElement[]? Array(JsonElement record, string name, int line)
    {
        if (!record.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw Error(line, $"expected a list in '{name}', found {Kind(value)}. Write it as [\"…\", \"…\"]");
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    private InvalidDataException Error(int line, string message, Exception? inner = null) => new($"{log.Path}:{line}: {message}.", inner);
}
