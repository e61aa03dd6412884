using System.Text.Json;
using Maner.Text.Formats.Json;
using Maner.Text.Tags;

namespace Maner.Text.Formats.JsonLines;

/// <summary>Which members of a file's records hold words and tags: <c>tokens</c> and <c>ner_tags</c> (<c>tags</c>), or what by its content is the same.</summary>
internal sealed class JsonColumns
{
    private static readonly string[] s_words = ["tokens", "words", "token", "word", "tokenized_text"];
    private static readonly string[] s_tags = ["ner_tags", "tags", "ner", "ner_tag", "ner_labels", "labels", "bio", "iob"];
    private static readonly string[] s_chunks = ["NP", "VP", "PP", "ADJP", "ADVP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"];
    private readonly string? _tags;
    private readonly string[] _others;

    private JsonColumns(string words, string? tags, string[] others) => (Words, _tags, _others) = (words, tags, others);

    /// <summary>What a file without any record to learn from has.</summary>
    public static JsonColumns Usual { get; } = new(s_words[0], null, []);

    /// <summary>The member with the words.</summary>
    public string Words { get; }

    /// <summary>Whether both have the names that this format gives them.</summary>
    public bool AreUsual => _others.Length == 0 && Words == s_words[0] && (_tags is null || _tags == s_tags[0] || _tags == s_tags[1]);

    /// <summary>The member of a record with the tags.</summary>
    public string TagsOf(JsonElement record) => _tags is not null && record.TryGetProperty(_tags, out _) ? _tags : record.TryGetProperty(s_tags[0], out _) ? s_tags[0] : s_tags[1];

    /// <summary>What was chosen, for a person to read.</summary>
    public string Choice => (_tags is null ? $"Words were read from '{Words}'." : $"Words were read from '{Words}', tags from '{_tags}'.")
        + (_others.Length == 0 ? "" : $" There are tags in {string.Join(", ", _others.Select(name => $"'{name}'"))} too: they were not read.");

    /// <summary>Another member of a record that says by its name that it holds the words; null without.</summary>
    public string? OtherWords(JsonElement record) => s_words.FirstOrDefault(name => name != Words && IsOther(record, Words, name));

    /// <summary>Another member of a record that by its name and content holds other tags; null without.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The member with the tags that are read.</param>
    public string? OtherTags(JsonElement record, string field) =>
        s_tags.FirstOrDefault(name => name != field && name != Words && IsOther(record, field, name) && MayBeTags(record, name) && !AreChunks([record], name));

    /// <summary>The members of a file; null when no record has a list of words.</summary>
    /// <param name="records">Its first records.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">Two members may be the tags.</exception>
    public static JsonColumns? Of(IReadOnlyList<JsonElement> records, string path)
    {
        JsonElement[] objects = [.. records.Where(record => record.ValueKind == JsonValueKind.Object)];
        string[] lists = [.. objects.SelectMany(record => record.EnumerateObject()).Where(member => member.Value.ValueKind == JsonValueKind.Array)
            .Select(member => member.Name).Distinct(StringComparer.Ordinal)];
        string[] texts = [.. lists.Where(name => objects.All(record => IsListOf(record, name, JsonValueKind.String)))];
        string[] tagged = [.. texts.Where(name => AreTags(objects, name))];
        string? words = s_words.FirstOrDefault(name => lists.Contains(name) && objects.Any(record => IsListOf(record, name, JsonValueKind.String) || IsMixed(record, name)))
            ?? (tagged.Length > 0 && texts.Except(tagged).ToArray() is [var only] ? only : null);
        if (words is null)
        {
            return null;
        }

        // Chunks have the prefixes of names: they are only read where there is nothing else.
        string[] chunks = [.. tagged.Where(name => name != words && AreChunks(objects, name))];
        string[] unknown = [.. tagged.Where(name => name != words).Except(chunks).Except(s_tags)];
        string? known = s_tags.FirstOrDefault(name => name != words && !chunks.Contains(name) && texts.Contains(name) && objects.All(record => MayBeTags(record, name)));
        if (known is null && unknown.Length > 1)
        {
            throw new InvalidDataException($"{path}: expected one list of tags in each record, found '{unknown[0]}' and '{unknown[1]}', which may both be. Rename the right one to 'ner_tags'.");
        }

        string? tags = known ?? unknown.FirstOrDefault() ?? s_tags.FirstOrDefault(name => name != words && objects.Any(record => JsonMembers.Find(record, name) is not null)) ?? chunks.FirstOrDefault();
        return new JsonColumns(words, tags, [.. unknown.Where(name => name != tags)]);
    }

    // Whether two lists of strings, or of numbers, say different things.
    private static bool IsOther(JsonElement record, string name, string other)
    {
        if (JsonMembers.Find(record, name) is not { ValueKind: JsonValueKind.Array } list || JsonMembers.Find(record, other) is not { ValueKind: JsonValueKind.Array } second)
        {
            return false;
        }

        JsonElement[] one = [.. list.EnumerateArray()], two = [.. second.EnumerateArray()];
        JsonElement[] all = [.. one, .. two];
        bool areNumbers = one.Length == two.Length && Array.TrueForAll(all, item => item.ValueKind == JsonValueKind.Number); // of other length are those of pieces of words
        return two.Length > 0 && (areNumbers || Array.TrueForAll(all, item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null))
            && !one.Select(item => item.ToString()).SequenceEqual(two.Select(item => item.ToString()), StringComparer.Ordinal);
    }

    // Tags with prefixes, types by themselves beside O, or numbers of either: parts of speech are none of these.
    private static bool MayBeTags(JsonElement record, string name)
    {
        if (JsonMembers.ItemsOf(JsonMembers.Find(record, name)).All(tag => tag.ValueKind == JsonValueKind.Number))
        {
            return true;
        }

        string[] tags = [.. JsonMembers.ItemsOf(JsonMembers.Find(record, name)).Select(tag => tag.ToString()).Where(tag => tag.Length > 0)];
        return Array.TrueForAll(tags, TagSyntax.IsStandard) || tags.Contains(Iob2.Outside);
    }

    private static bool AreChunks(JsonElement[] objects, string name)
    {
        string[] inside = [.. objects.SelectMany(record => JsonMembers.ItemsOf(JsonMembers.Find(record, name))).Select(tag => tag.ToString()).Where(TagSyntax.HasStandardPrefix)];
        return name.Contains("chunk", StringComparison.OrdinalIgnoreCase) || (inside.Length > 0 && Array.TrueForAll(inside, tag => s_chunks.Contains(tag[2..])));
    }

    // A list with something else among its strings: the reader says where.
    private static bool IsMixed(JsonElement record, string name) =>
        JsonMembers.ItemsOf(JsonMembers.Find(record, name)).Any(item => item.ValueKind == JsonValueKind.String);

    private static bool IsListOf(JsonElement record, string name, JsonValueKind kind) =>
        JsonMembers.Find(record, name) is not { } list || (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == kind));

    private static bool AreTags(JsonElement[] objects, string name)
    {
        JsonElement[] tags = [.. objects.SelectMany(record => JsonMembers.ItemsOf(JsonMembers.Find(record, name)))];
        return tags.Any(tag => TagSyntax.HasStandardPrefix(tag.ToString())) && tags.All(tag => TagSyntax.IsStandard(tag.ToString()));
    }
}
