using System.Globalization;
using System.Text.Json;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.JsonLines;

/// <summary>A sentence of JSON Lines before its tags are understood.</summary>
/// <param name="Words">The words with their tags as written.</param>
/// <param name="Text">The running text, where there is one.</param>
/// <param name="Document">The document it is from, where the record says.</param>
internal sealed record JsonSentence(RawSentence Words, string? Text, string? Document);

/// <summary>Reads objects with the words of a sentence and their tags, as strings or as ids of a list of names.</summary>
/// <param name="members">The members that hold the two.</param>
/// <param name="options">The names of tags.</param>
/// <param name="report">Takes records without words.</param>
internal sealed class JsonLinesReader(JsonColumns members, LabelledDataOptions options, ReadingReport report)
{
    /// <exception cref="InvalidDataException">A record is no such object.</exception>
    public List<JsonSentence> Read(FormatSource source)
    {
        var sentences = new List<JsonSentence>();
        foreach (JsonRecord record in JsonRecords.Read(source))
        {
            var read = new JsonMembers(report, record.Line);
            RawWord[] words = WordsOf(record.Value, read);
            if (words.Length == 0)
            {
                report.Add(RepairKind.EmptySentence, record.Line, $"'{members.Words}' is empty", "the record was left out");
                continue;
            }

            string? text = JsonMembers.Find(record.Value, "text") is { ValueKind: JsonValueKind.String } found ? read.TextOf(found, "'text'") : null;
            if (text is not null && words.Count(word => text.Contains(word.Text, StringComparison.Ordinal)) * 2 < words.Length)
            {
                throw read.Error($"expected the words of '{members.Words}' in 'text', found another text, {Visible.Quote(text)}. Correct the record, or take 'text' out.");
            }

            sentences.Add(new JsonSentence(new RawSentence(words), text, read.Id(record.Value, "document", "document_id", "doc_id")));
        }

        return sentences;
    }

    private RawWord[] WordsOf(JsonElement record, JsonMembers read)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw read.Error($"expected a JSON object with '{members.Words}', found {JsonMembers.Kind(record)}. Write one object per line, with no list around them.");
        }

        JsonElement[] tokens = List(record, members.Words, read)
            ?? throw read.Error($"expected a list '{members.Words}' of the sentence's words, found none. Name the list so.");
        string field = members.TagsOf(record);
        JsonElement[]? tags = List(record, field, read);
        if (tags is [.., { ValueKind: JsonValueKind.Array or JsonValueKind.Object }])
        {
            throw read.Error($"expected a tag for every word in '{field}', found {JsonMembers.Kind(tags[^1])}: places of entities, it seems. Write one tag per word, or places in 'text' as doccano does ([[begin, end, \"TYPE\"]]).");
        }

        if (tags is not null && tags.Length != tokens.Length)
        {
            throw read.Error($"expected as many '{field}' as '{members.Words}' ({tokens.Length}), found {tags.Length}. Give every word one tag.");
        }

        RefuseOthers(record, field, read);
        var words = new RawWord[tokens.Length];
        for (int word = 0; word < words.Length; word++)
        {
            if (tokens[word].ValueKind != JsonValueKind.String)
            {
                throw read.Error($"expected strings in '{members.Words}', found {JsonMembers.Kind(tokens[word])} at place {word + 1}. " +
                    (tokens[word].ValueKind == JsonValueKind.Number ? "Quote it." : "Write the words as strings."));
            }

            words[word] = new RawWord(read.TextOf(tokens[word], $"'{members.Words}'"), tags is null ? null : ReadTag(tags[word], field, read), read.Line);
        }

        return words;
    }

    private void RefuseOthers(JsonElement record, string field, JsonMembers read)
    {
        if (members.OtherWords(record) is { } words)
        {
            throw read.Error($"expected the sentence's words once, found others in '{words}' than in '{members.Words}'. Take out the list to which the tags do not belong.");
        }

        if (members.OtherTags(record, field) is { } tags)
        {
            throw read.Error($"expected one list of tags, found others in '{tags}' than in '{field}'. Take out, or rename, the list that is not meant.");
        }
    }

    private string? ReadTag(JsonElement tag, string field, JsonMembers read)
    {
        switch (tag.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                string text = read.TextOf(tag, $"'{field}'").Trim();
                return text.Length == 0 ? null : IsNumber(text) && (options.TagNames is not null || text != "0") ? NameOf(text, field, read) : text;
            case JsonValueKind.Number:
                return NameOf(tag.GetRawText(), field, read);
            default:
                throw read.Error($"expected tags as strings in '{field}', found {JsonMembers.Kind(tag)}. Write tags as \"B-PER\".");
        }
    }

    private string NameOf(string number, string field, JsonMembers read)
    {
        if (number == "-100")
        {
            throw read.Error($"expected a tag for every word in '{field}', found the number -100, with which Hugging Face's libraries mark pieces of words that are not counted: these are no words. Export the words and their tags as they were before they were cut into pieces.");
        }

        if (options.TagNames is null)
        {
            throw read.Error($"expected tags as strings in '{field}', found the number {number}. " +
                $"Give the names of the tags in the order of their numbers ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagNames)}).");
        }

        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id < options.TagNames.Count
            ? options.TagNames[id]
            : throw read.Error($"expected a number from 0 to {options.TagNames.Count - 1} in '{field}' (as many as names were given), " +
                $"found {number}. Give all the names in the order of their numbers.");
    }

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static JsonElement[]? List(JsonElement record, string name, JsonMembers read) =>
        JsonMembers.Find(record, name) is { } list ? [.. read.List(list, $"'{name}'")] : null;
}
