using System.Text.Json;
using Maner.Web.Hosting;

namespace Maner.Web.Serving;

/// <summary>Reads the body of POST /tag. Every refusal says what was expected and what was found.</summary>
internal static class TagRequestReader
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "an object with \"text\" (a string, or a list of strings) or \"words\" (a list of strings, or a list of such lists), or a list of such objects";

    private static readonly Dictionary<string, AnswerUnit> s_units = new(StringComparer.Ordinal)
    {
        ["utf16"] = AnswerUnit.Utf16,
        ["codepoints"] = AnswerUnit.CodePoints,
        ["utf8"] = AnswerUnit.Utf8,
        ["words"] = AnswerUnit.Words,
    };

    private static readonly string[] s_members = ["text", "words", "model", "offsets", "split"];

    /// <summary>Reads a body.</summary>
    /// <exception cref="ProblemException">It is no such request.</exception>
    public static TagRequest Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            TagRequest[] parts = [.. root.EnumerateArray().Select((item, index) => ReadObject(item, $"item {index}: "))];
            if (parts.Select(part => (part.Model, part.Unit, part.SplitsSentences)).Distinct().Count() > 1)
            {
                throw ProblemException.BadRequest("Expected one \"model\", one \"offsets\" and one \"split\" for all items of a list, found several. Send a request for each.");
            }

            return (parts.FirstOrDefault() ?? new TagRequest([], true)) with { Inputs = [.. parts.SelectMany(part => part.Inputs)], IsList = true };
        }

        return ReadObject(root, "");
    }

    private static TagRequest ReadObject(JsonElement item, string place)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw ProblemException.BadRequest($"{place}Expected {Expected}, found {NameOf(item)}.");
        }

        if (item.EnumerateObject().FirstOrDefault(member => !s_members.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw ProblemException.BadRequest($"{place}Expected the members {string.Join(", ", s_members.Select(name => $"\"{name}\""))}, found \"{unknown.Name}\".");
        }

        bool hasText = item.TryGetProperty("text", out JsonElement text), hasWords = item.TryGetProperty("words", out JsonElement words);
        if (hasText == hasWords)
        {
            throw ProblemException.BadRequest($"{place}Expected {Expected}, found {(hasText ? "both \"text\" and \"words\"" : "neither \"text\" nor \"words\"")}.");
        }

        (IReadOnlyList<TagInput> inputs, bool isList) = hasText ? Texts(text, place) : WordLists(words, place);
        return new TagRequest(inputs, isList)
        {
            Model = item.TryGetProperty("model", out JsonElement model) && model.ValueKind != JsonValueKind.Null ? String(model, $"{place}\"model\"") : null,
            Unit = OneOf(item, "offsets", s_units, AnswerUnit.Utf16, place),
            SplitsSentences = OneOf(item, "split", new Dictionary<string, bool> { ["lines"] = false, ["sentences"] = true }, false, place),
        };
    }

    private static (IReadOnlyList<TagInput> Inputs, bool IsList) Texts(JsonElement text, string place) => text.ValueKind == JsonValueKind.Array
        ? ([.. text.EnumerateArray().Select((item, index) => new TagInput(String(item, $"{place}\"text\", item {index}"), null))], true)
        : ([new TagInput(String(text, $"{place}\"text\""), null)], false);

    private static (IReadOnlyList<TagInput> Inputs, bool IsList) WordLists(JsonElement words, string place)
    {
        if (words.ValueKind != JsonValueKind.Array)
        {
            throw ProblemException.BadRequest($"{place}Expected \"words\" to be a list of strings, or a list of such lists, found {NameOf(words)}.");
        }

        return words.GetArrayLength() > 0 && words[0].ValueKind == JsonValueKind.Array
            ? ([.. words.EnumerateArray().Select((list, index) => new TagInput(null, Strings(list, $"{place}\"words\", item {index}")))], true)
            : ([new TagInput(null, Strings(words, $"{place}\"words\""))], false);
    }

    private static string[] Strings(JsonElement list, string what) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select((word, index) => String(word, $"{what}, word {index}"))]
        : throw ProblemException.BadRequest($"Expected {what} to be a list of strings, found {NameOf(list)}.");

    private static string String(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw ProblemException.BadRequest($"Expected {what} to be a string, found {NameOf(element)}.");
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ProblemException.BadRequest($"Expected {what} to be Unicode text, found half of a surrogate pair, which is no character.");
        }
    }

    private static T OneOf<T>(JsonElement item, string name, Dictionary<string, T> values, T otherwise, string place)
    {
        if (!item.TryGetProperty(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
        {
            return otherwise;
        }

        return values.TryGetValue(String(element, $"{place}\"{name}\""), out T? value) ? value
            : throw ProblemException.BadRequest($"{place}Expected \"{name}\" to be {string.Join(", ", values.Keys.Select(key => $"\"{key}\""))}, found \"{element.GetString()}\".");
    }

    private static string NameOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
