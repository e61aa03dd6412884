using System.Text.Json;
using Maner.Text.Tokenization.Models;

namespace Maner.Text.Tokenization.Json;

/// <summary>Reads the model of tokenizer.json.</summary>
internal static class ModelReader
{
    /// <summary>The model.</summary>
    /// <param name="part">The object <c>model</c>.</param>
    /// <param name="special">Texts of tokens that are no text.</param>
    /// <param name="isByteLevel">Whether all parts that reach the model are letters of bytes.</param>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static TokenModel Read(JsonPart part, IReadOnlySet<string> special, bool isByteLevel)
    {
        string type = part.OptionalText("type") ?? TypeOf(part);
        TokenModel model = type switch
        {
            "BPE" => ReadBpe(part, special, isByteLevel),
            "WordPiece" => ReadWordPiece(part, special),
            "Unigram" => ReadUnigram(part, special),
            _ => throw part.Unsupported("type", "BPE, WordPiece or Unigram", type),
        };
        part.End();
        return model;
    }

    /// <summary>A byte-pair model.</summary>
    /// <exception cref="InvalidDataException">The vocabulary and the merges do not fit, or letters would be lost.</exception>
    public static BpeModel Bpe(Vocabulary vocabulary, IReadOnlyList<(string, string)> merges, BpeOptions options, Func<int, bool> isExcluded, bool isByteLevel)
    {
        var model = new BpeModel(vocabulary, merges, options, isExcluded);
        if (!model.IsComplete && !(isByteLevel && HasAllBytes(vocabulary)))
        {
            throw new InvalidDataException("expected an unk_token or tokens for all 256 bytes, found neither: letters would be lost");
        }

        return model;
    }

    /// <summary>The ids of some texts.</summary>
    public static Func<int, bool> Excluded(Vocabulary vocabulary, IReadOnlySet<string> special)
    {
        HashSet<int> ids = [.. special.Select(text => vocabulary.TryGetId(text, out int id) ? id : -1)];
        return ids.Contains;
    }

    private static string TypeOf(JsonPart part) =>
        part.Find("merges") is not null ? "BPE"
        : part.Find("vocab") is { ValueKind: JsonValueKind.Array } ? "Unigram"
        : part.Find("continuing_subword_prefix") is not null ? "WordPiece"
        : "WordLevel";

    private static bool HasAllBytes(Vocabulary vocabulary)
    {
        foreach (char letter in Normalizers.ByteLetters.All)
        {
            if (!vocabulary.TryGetId([letter], out _))
            {
                return false;
            }
        }

        return true;
    }

    private static BpeModel ReadBpe(JsonPart part, IReadOnlySet<string> special, bool isByteLevel)
    {
        if (part.Find("dropout") is { } dropout && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
        {
            throw part.Unsupported("dropout", "none, so that a text is always cut in the same way", dropout.ToString());
        }

        foreach (string name in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (part.OptionalText(name) is { Length: > 0 } found)
            {
                throw part.Unsupported(name, "none", found);
            }
        }

        Vocabulary vocabulary = ReadVocabulary(part);
        IReadOnlyList<JsonElement> list = part.List("merges");
        var merges = new (string, string)[list.Count];
        for (int index = 0; index < merges.Length; index++)
        {
            merges[index] = ReadMerge(list[index]) ?? throw new InvalidDataException($"{part.Place}.merges[{index}]: expected two tokens, found {list[index]}");
        }

        var options = new BpeOptions(
            part.OptionalText("unk_token"), part.Truth("fuse_unk", false), part.Truth("byte_fallback", false), part.Truth("ignore_merges", false));
        return Bpe(vocabulary, merges, options, Excluded(vocabulary, special), isByteLevel);
    }

    private static (string, string)? ReadMerge(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2 && element[0].ValueKind == JsonValueKind.String && element[1].ValueKind == JsonValueKind.String)
        {
            return (element[0].GetString()!, element[1].GetString()!);
        }

        return element.ValueKind == JsonValueKind.String ? SplitMerge(element.GetString()!) : null;
    }

    /// <summary>The two tokens of a merge that is one text; null if there are not two.</summary>
    public static (string, string)? SplitMerge(string merge)
    {
        int space = merge.IndexOf(' ');
        return space < 0 || merge.IndexOf(' ', space + 1) >= 0 ? null : (merge[..space], merge[(space + 1)..]);
    }

    private static WordPieceModel ReadWordPiece(JsonPart part, IReadOnlySet<string> special)
    {
        Vocabulary vocabulary = ReadVocabulary(part);
        return new WordPieceModel(
            vocabulary, part.OptionalText("unk_token") ?? "[UNK]", part.OptionalText("continuing_subword_prefix") ?? "##",
            part.OptionalNumber("max_input_chars_per_word") ?? 100, Excluded(vocabulary, special));
    }

    private static UnigramModel ReadUnigram(JsonPart part, IReadOnlySet<string> special)
    {
        IReadOnlyList<JsonElement> list = part.List("vocab");
        var entries = new KeyValuePair<string, int>[list.Count];
        double[] scores = new double[list.Count];
        for (int id = 0; id < entries.Length; id++)
        {
            JsonElement entry = list[id];
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String
                || entry[1].ValueKind != JsonValueKind.Number || !entry[1].TryGetDouble(out scores[id]) || !double.IsFinite(scores[id]))
            {
                throw new InvalidDataException($"{part.Place}.vocab[{id}]: expected a text and a number, found {entry}");
            }

            entries[id] = KeyValuePair.Create(entry[0].GetString()!, id);
        }

        var vocabulary = new Vocabulary(entries);
        int unknown = part.OptionalNumber("unk_id") is { } found && found < entries.Length ? found
            : throw new InvalidDataException($"{part.Place}.unk_id: expected the id of the unknown token, found none that the vocabulary has");
        return new UnigramModel(vocabulary, scores, unknown, part.Truth("byte_fallback", false), Excluded(vocabulary, special));
    }

    private static Vocabulary ReadVocabulary(JsonPart part)
    {
        if (part.Find("vocab") is not { ValueKind: JsonValueKind.Object } vocab)
        {
            throw new InvalidDataException($"{part.Place}.vocab: expected an object of tokens and ids, found none");
        }

        return ReadVocabulary(vocab, $"{part.Place}.vocab");
    }

    /// <summary>A vocabulary that is an object of tokens and ids.</summary>
    /// <exception cref="InvalidDataException">An id is no whole number, or there twice.</exception>
    public static Vocabulary ReadVocabulary(JsonElement element, string place)
    {
        var entries = new List<KeyValuePair<string, int>>();
        foreach (JsonProperty token in element.EnumerateObject())
        {
            entries.Add(KeyValuePair.Create(token.Name, token.Value.ValueKind == JsonValueKind.Number && token.Value.TryGetInt32(out int id)
                ? id
                : throw new InvalidDataException($"{place}: expected a whole number as the id of '{token.Name}', found {token.Value}")));
        }

        return new Vocabulary(entries);
    }
}
