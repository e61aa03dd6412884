using System.Text.Json;
using Maner.Text.Formats.Json;

namespace Maner.Text.Formats.JsonLines;

/// <summary>Which members of a file's records hold words and tags: <c>tokens</c> and <c>ner_tags</c> (<c>tags</c>), or what by its content is the same.</summary>
internal sealed class JsonColumns
{
    private static readonly string[] s_words = ["tokens", "words", "token", "word", "tokenized_text"];
    private static readonly string[] s_tags = ["ner_tags", "tags", "ner", "ner_tag", "ner_labels", "labels", "bio", "iob"];
    private readonly string? _tags;

    private JsonColumns(string words, string? tags) => (Words, _tags) = (words, tags);

    /// <summary>What a file without any record to learn from has.</summary>
    public static JsonColumns Usual { get; } = new(s_words[0], null);

    /// <summary>The member with the words.</summary>
    public string Words { get; }

    /// <summary>Whether both have the names that this format gives them.</summary>
    public bool AreUsual => Words == s_words[0] && (_tags is null || _tags == s_tags[0] || _tags == s_tags[1]);

    /// <summary>The member of a record with the tags.</summary>
    public string TagsOf(JsonElement record) => _tags is not null && record.TryGetProperty(_tags, out _) ? _tags : record.TryGetProperty(s_tags[0], out _) ? s_tags[0] : s_tags[1];

    /// <summary>What was chosen, for a person to read.</summary>
    public string Choice => _tags is null ? $"Words were read from '{Words}'." : $"Words were read from '{Words}', tags from '{_tags}'.";

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

        string? known = s_tags.FirstOrDefault(name => name != words && objects.Any(record => JsonMembers.Find(record, name) is not null));
        string? knownTags = s_tags.FirstOrDefault(name => tagged.Contains(name));
        string[] others = [.. tagged.Where(name => name != words)];
        if (knownTags is null && others.Length > 1)
        {
            throw new InvalidDataException($"{path}: expected one list of tags in each record, found '{others[0]}' and '{others[1]}', which may both be. Rename the right one to 'ner_tags'.");
        }

        return new JsonColumns(words, knownTags ?? others.FirstOrDefault() ?? known);
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
