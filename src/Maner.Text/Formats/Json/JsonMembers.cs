using System.Text.Json;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Json;

/// <summary>Reads members of a record as what they should be, or says what was expected and found at its line.</summary>
/// <param name="report">Knows the file.</param>
/// <param name="line">The record's line.</param>
internal readonly struct JsonMembers(ReadingReport report, int line)
{
    public int Line => line;

    /// <summary>A member of an object; null where it is missing, or is null.</summary>
    public static JsonElement? Find(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>The first of several members that is there.</summary>
    public static JsonElement? Find(JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Find(value, name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static bool Has(JsonElement value, string name, JsonValueKind kind) => Find(value, name) is { } found && found.ValueKind == kind;

    /// <summary>The members of a list; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>What a value is called in messages.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    /// <summary>A string that has to be there.</summary>
    public string Text(JsonElement record, string name) => Find(record, name) is { } found ? TextOf(found, $"'{name}'") : throw Missing($"a string '{name}'");

    public string TextOf(JsonElement value, string what)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Error($"expected a string in {what}, found {Kind(value)}. Correct the record.");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw report.Error(line, "expected text, found a string that is not valid Unicode (half a surrogate pair).", error);
        }
    }

    /// <summary>A name or number that tells records apart, as text; null without.</summary>
    public string? Id(JsonElement record, params ReadOnlySpan<string> names) => Find(record, names) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { ValueKind: JsonValueKind.String } text when TextOf(text, "an id") is { Length: > 0 } id => id,
        _ => null,
    };

    /// <summary>A whole number that has to be there.</summary>
    public long Number(JsonElement record, string name) => Find(record, name) is { } found ? NumberOf(found, $"'{name}'") : throw Missing($"a number '{name}'");

    public long NumberOf(JsonElement value, string what) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
        ? number
        : throw Error($"expected a whole number in {what}, found {(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Kind(value))}. Correct the record.");

    /// <summary>The text that a marked stretch says it covers; null where it does not.</summary>
    public string? Stated(JsonElement span) => Has(span, "text", JsonValueKind.String) ? Text(span, "text") : null;

    /// <summary>An entity's type.</summary>
    public string Type(JsonElement value, string what) => TextOf(value, what) is var type && !string.IsNullOrWhiteSpace(type)
        ? type != Iob2.Outside
            ? type
            : throw Error($"expected an entity's type in {what}, found 'O', the tag of words outside entities. What is no entity is not marked: take it out.")
        : throw Error($"expected an entity's type in {what}, found {Visible.Quote(type)}. Give it a label, or take it out.");

    public IEnumerable<JsonElement> List(JsonElement value, string what) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw Error($"expected a list in {what}, found {Kind(value)}. Write it as […].");

    public InvalidDataException Error(string message) => report.Error(line, message);

    private InvalidDataException Missing(string what) => Error($"expected {what}, found none. Correct the record, or take it out.");
}
