using System.Text.Json;

namespace Maner.Text.Tokenization.Json;

/// <summary>
/// Which tokens are the mask, the padding and so on: <c>special_tokens_map.json</c> and <c>tokenizer_config.json</c> beside the vocabulary say it, where they are;
/// otherwise the names that BERT's, RoBERTa's and Gemma's families use.
/// </summary>
internal sealed class SpecialNames
{
    private static readonly Dictionary<string, string[]> s_usual = new(StringComparer.Ordinal)
    {
        ["mask_token"] = ["<mask>", "[MASK]"],
        ["pad_token"] = ["<pad>", "[PAD]"],
        ["unk_token"] = ["<unk>", "[UNK]"],
        ["cls_token"] = ["<s>", "[CLS]", "<bos>"],
        ["sep_token"] = ["</s>", "[SEP]", "<eos>"],
    };

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _additional = new(StringComparer.Ordinal);

    /// <summary>Reads what is next to a vocabulary.</summary>
    /// <param name="configurations">The objects of the files, of which the first that names a token counts.</param>
    public SpecialNames(params IEnumerable<JsonElement> configurations)
    {
        foreach (JsonElement configuration in configurations)
        {
            foreach (string role in s_usual.Keys)
            {
                if (configuration.TryGetProperty(role, out JsonElement token) && TextOf(token) is { Length: > 0 } text)
                {
                    _named.TryAdd(role, text);
                }
            }

            if (configuration.TryGetProperty("additional_special_tokens", out JsonElement others) && others.ValueKind == JsonValueKind.Array)
            {
                _additional.UnionWith(others.EnumerateArray().Select(TextOf).OfType<string>());
            }
        }
    }

    /// <summary>Whether a token is no text: it has a role, or is listed beside those.</summary>
    public bool IsSpecial(string token) => _additional.Contains(token) || (_named.Count > 0 ? _named.Values : s_usual.Values.SelectMany(names => names)).Contains(token);

    /// <summary>The id of a role; null when the vocabulary has none.</summary>
    /// <param name="role">A property of those files, e.g. <c>mask_token</c>.</param>
    /// <param name="idOf">The ids of texts.</param>
    /// <exception cref="InvalidDataException">A file names a token that the vocabulary lacks.</exception>
    public int? Find(string role, Func<string, int?> idOf) => _named.TryGetValue(role, out string? name)
        ? idOf(name) ?? throw new InvalidDataException($"{role}: expected a token of the vocabulary, found '{name}', which is none")
        : s_usual[role].Select(idOf).FirstOrDefault(id => id is not null);

    /// <summary>The id of a role.</summary>
    /// <exception cref="InvalidDataException">The vocabulary has none.</exception>
    public int Require(string role, Func<string, int?> idOf) => Find(role, idOf)
        ?? throw new InvalidDataException($"{role}: expected {string.Join(" or ", s_usual[role])} in the vocabulary, or another name in special_tokens_map.json, found neither");

    /// <summary>The text of a role, for tokenizers that are not described by tokenizer.json.</summary>
    public string NameOf(string role, Func<string, int?> idOf) =>
        _named.TryGetValue(role, out string? name) ? name : s_usual[role].FirstOrDefault(text => idOf(text) is not null) ?? s_usual[role][0];

    // "<mask>", or {"content": "<mask>", "lstrip": true, …}
    private static string? TextOf(JsonElement token) => token.ValueKind switch
    {
        JsonValueKind.String => token.GetString(),
        JsonValueKind.Object when token.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => null,
    };
}
