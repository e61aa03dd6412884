using System.Text.Json;

namespace Maner.Model.Configuration;

/// <summary>Typed access to the keys of <c>config.json</c>, whose messages are all alike. JSON null counts as absent, as in Hugging Face's library.</summary>
/// <param name="root">The file's object.</param>
/// <param name="path">The file.</param>
/// <param name="family">Whose keys they are; null while that is not known. Keys are asked for as XLM-R and BERT name them.</param>
internal readonly struct EncoderConfigKeys(JsonElement root, string path, EncoderFamily? family = null)
{
    /// <summary>The key's own name in this family, for messages.</summary>
    public string NameOf(string key) => family?.KeyOf(key) ?? key;

    /// <summary>Whether the family is of ModernBERT's build.</summary>
    public bool IsPreNorm => family?.IsPreNorm ?? false;

    public InvalidDataException Error(string key, string expected, string found) =>
        new($"'{path}': {NameOf(key)}: expected {expected}, found {found}");

    /// <summary>Whether the key is there and says null, where that differs from absence.</summary>
    public bool IsNull(string key) => NameOf(key) is { } name && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    public bool Has(string key) => Find(key) is not null;

    public JsonElement? Find(string key) =>
        (family is null ? key : family.KeyOf(key)) is { } name && root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <param name="key">The key.</param>
    /// <param name="minimum">The least allowed value.</param>
    /// <param name="maximum">The largest allowed value.</param>
    /// <param name="absent">The value of a missing key; null when the key is required.</param>
    public int Integer(string key, int minimum, int maximum, int? absent = null)
    {
        string expected = maximum == int.MaxValue ? $"a whole number of at least {minimum}" : $"a whole number from {minimum} to {maximum}";
        JsonElement? element = Find(key);
        if (element is null)
        {
            return absent ?? throw Error(key, expected, "none. Add the key or download the file again.");
        }

        return element.Value.ValueKind == JsonValueKind.Number && element.Value.TryGetInt32(out int value) && value >= minimum && value <= maximum
            ? value
            : throw Error(key, expected, $"{element.Value.GetRawText()}. Repair the file.");
    }

    /// <summary>The same, where a missing key may mean that there is no value.</summary>
    public int? OptionalInteger(string key, int minimum, int? absent = null) => Has(key) ? Integer(key, minimum, int.MaxValue) : absent;

    public float Number(string key, float minimum, float maximum, float? absent = null)
    {
        string expected = FormattableString.Invariant($"a number from {minimum} to {maximum}");
        JsonElement? element = Find(key);
        if (element is null)
        {
            return absent ?? throw Error(key, expected, "none. Add the key or download the file again.");
        }

        return element.Value.ValueKind == JsonValueKind.Number && element.Value.TryGetSingle(out float value) && value >= minimum && value <= maximum
            ? value
            : throw Error(key, expected, $"{element.Value.GetRawText()}. Repair the file.");
    }

    public float Probability(string key, float absent)
    {
        float value = Number(key, 0, 1, absent);
        return value < 1 ? value : throw Error(key, "a probability below 1", "1: nothing would be left. Repair the file.");
    }

    public bool Flag(string key, bool absent) => Find(key) is not { } element
        ? absent
        : element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? element.GetBoolean()
            : throw Error(key, "true or false", $"{element.GetRawText()}. Repair the file.");

    public string? Text(string key) => Find(key) is not { } element
        ? null
        : element.ValueKind == JsonValueKind.String
            ? Unescape(key, element)
            : throw Error(key, "a text in quotes", $"{element.GetRawText()}. Repair the file.");

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } element)
        {
            return [];
        }

        if (element.ValueKind != JsonValueKind.Array || element.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            throw Error(key, "a list of texts", $"{element.GetRawText()}. Repair the file.");
        }

        var texts = new List<string>();
        foreach (JsonElement item in element.EnumerateArray())
        {
            texts.Add(Unescape(key, item));
        }

        return texts;
    }

    /// <summary>The text of a JSON string; half a surrogate pair (<c>"\ud800"</c>) is legal JSON but no text.</summary>
    public string Unescape(string key, JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error(key, "Unicode text", $"half a surrogate pair in {element.GetRawText()}. Repair the file.");
        }
    }
}
