using System.Text.Json;

namespace Maner.Text.Tokenization.Json;

/// <summary>
/// An object of a JSON file that is read property by property. A property that nobody asked for is refused: a setting that is passed over would cut text in
/// another way than the file says.
/// </summary>
internal sealed class JsonPart
{
    private readonly JsonElement _element;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <param name="element">The object.</param>
    /// <param name="place">What messages call it, e.g. <c>pre_tokenizer.pretokenizers[0]</c>.</param>
    /// <exception cref="InvalidDataException">It is no object.</exception>
    public JsonPart(JsonElement element, string place)
    {
        Place = place;
        _element = element.ValueKind == JsonValueKind.Object ? element : throw Unexpected(place, "an object", element.ValueKind.ToString());
    }

    /// <summary>What messages call it.</summary>
    public string Place { get; }

    /// <summary>The value of <c>type</c>.</summary>
    public string Type => Text("type");

    /// <summary>A text.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Unexpected(Join(name), "a text", "none");

    /// <summary>A text; null when it is null or absent.</summary>
    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Unexpected(Join(name), "a text", value.ValueKind.ToString());
        }
        catch (InvalidOperationException)
        {
            throw Unexpected(Join(name), "a text", "half a surrogate pair");
        }
    }

    /// <summary>True or false; <paramref name="standard"/> when it is null or absent.</summary>
    public bool Truth(string name, bool standard) => OptionalTruth(name) ?? standard;

    /// <summary>True or false; null when it is null or absent.</summary>
    public bool? OptionalTruth(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Unexpected(Join(name), "true or false", value.ValueKind.ToString());

    /// <summary>A whole number from 0 on; null when it is null or absent.</summary>
    public int? OptionalNumber(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0 ? number
        : throw Unexpected(Join(name), "a whole number from 0 on", value.ToString());

    /// <summary>A list.</summary>
    public IReadOnlyList<JsonElement> List(string name) => OptionalList(name) ?? throw Unexpected(Join(name), "a list", "none");

    /// <summary>A list; null when it is null or absent.</summary>
    public IReadOnlyList<JsonElement>? OptionalList(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : throw Unexpected(Join(name), "a list", value.ValueKind.ToString());

    /// <summary>The objects of a list.</summary>
    public IEnumerable<JsonPart> Parts(string name) => List(name).Select((element, index) => new JsonPart(element, $"{Join(name)}[{index}]"));

    /// <summary>An object; null when it is null or absent.</summary>
    public JsonPart? OptionalPart(string name) => Find(name) is { } value ? new JsonPart(value, Join(name)) : null;

    /// <summary>Any value; null when it is null or absent.</summary>
    public JsonElement? Find(string name)
    {
        _read.Add(name);
        return _element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Properties that make no difference here.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _read.Add(name);
        }
    }

    /// <summary>Refuses properties that nobody asked for.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public void End()
    {
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (!_read.Contains(property.Name))
            {
                throw Unexpected(Place, "settings that are known here", $"\"{property.Name}\"");
            }
        }
    }

    /// <summary>A type or value that is not supported.</summary>
    public InvalidDataException Unsupported(string name, string expected, string found) => Unexpected(Join(name), expected, $"\"{found}\"");

    private string Join(string name) => Place.Length == 0 ? name : $"{Place}.{name}";

    private static InvalidDataException Unexpected(string place, string expected, string found) => new($"{place}: expected {expected}, found {found}");
}
