using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Text.Tokenization.Json;

namespace Maner.Text.Tokenization.Trimming;

/// <summary>Writes tokenizer.json, the vocabulary files of BERT and RoBERTa and the settings beside them with fewer tokens and other ids.</summary>
internal static class VocabularyFileTrimmer
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>A file's new bytes.</summary>
    /// <param name="name">The file's name, which says its kind.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="tokenizer">The whole tokenizer.</param>
    /// <param name="map">The ids that stay.</param>
    /// <exception cref="InvalidDataException">It has something in it that cannot be given other ids.</exception>
    public static byte[] Write(string name, byte[] content, Tokenizer tokenizer, IdMap map) => name switch
    {
        TokenizerFolder.JsonFile => Json(content, root => Whole(root, map)),
        "vocab.txt" => Lines(content, (_, number) => map.Has(number)),
        "vocab.json" or TokenizerFolder.AddedFile => Json(content, root => Renumbered(root, map)),
        "merges.txt" => Merges(content, TextsOf(tokenizer, map)),
        TokenizerFolder.ConfigurationFile => Json(content, root => Settings(root, map)),
        _ => content, // names of special tokens, which all stay
    };

    private static HashSet<string> TextsOf(Tokenizer tokenizer, IdMap map) => new(map.Kept.Select(tokenizer.PieceOf), StringComparer.Ordinal);

    private static byte[] Json(byte[] content, Func<JsonObject, JsonObject> change) =>
        System.Text.Encoding.UTF8.GetBytes(change(JsonNode.Parse(content)!.AsObject()).ToJsonString(s_plain) + "\n");

    private static byte[] Lines(byte[] content, Func<string, int, bool> keeps)
    {
        var text = new StringBuilder();
        string[] lines = System.Text.Encoding.UTF8.GetString(content).Split('\n');
        for (int number = 0; number < lines.Length; number++)
        {
            bool isEnd = number == lines.Length - 1 && lines[number].Length == 0;
            text.Append(!isEnd && keeps(lines[number], number) ? lines[number].TrimEnd('\r') + "\n" : "");
        }

        return System.Text.Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Merges(byte[] content, HashSet<string> kept) => Lines(content, (line, number) =>
        (number == 0 && line.StartsWith("#version", StringComparison.Ordinal)) || (ModelReader.SplitMerge(line.TrimEnd('\r')) is { } merge && Stays(merge, kept)));

    private static bool Stays((string First, string Second) merge, HashSet<string> kept) =>
        kept.Contains(merge.First) && kept.Contains(merge.Second) && kept.Contains(merge.First + merge.Second);

    private static JsonObject Whole(JsonObject root, IdMap map)
    {
        JsonObject model = root["model"]!.AsObject();
        if (model["vocab"] is JsonArray list)
        {
            model["vocab"] = new JsonArray([.. list.Where((_, id) => map.Has(id)).Select(entry => entry!.DeepClone())]);
            model["unk_id"] = map.Of(model["unk_id"]!.GetValue<int>());
        }
        else
        {
            JsonObject vocabulary = Renumbered(model["vocab"]!.AsObject(), map);
            model["vocab"] = vocabulary;
            if (model["merges"] is JsonArray merges)
            {
                HashSet<string> kept = new(vocabulary.Select(token => token.Key), StringComparer.Ordinal);
                model["merges"] = new JsonArray([.. merges.Where(merge => Stays(MergeOf(merge!), kept)).Select(merge => merge!.DeepClone())]);
            }
        }

        foreach (JsonNode? token in root["added_tokens"] as JsonArray ?? [])
        {
            token!["id"] = map.Of(token["id"]!.GetValue<int>());
        }

        Replace(root["padding"], "pad_id", map);
        if (root["post_processor"] is JsonObject processor)
        {
            Processor(processor, map);
        }

        return root;
    }

    private static (string, string) MergeOf(JsonNode merge) =>
        merge is JsonArray pair ? (pair[0]!.GetValue<string>(), pair[1]!.GetValue<string>()) : ModelReader.SplitMerge(merge.GetValue<string>())!.Value;

    private static JsonObject Renumbered(JsonObject vocabulary, IdMap map)
    {
        var renumbered = new JsonObject(); // a new one: taking 200,000 out of the old one, one by one, takes minutes
        foreach ((string token, JsonNode? id) in vocabulary)
        {
            if (map.Of(id!.GetValue<int>()) is { } number)
            {
                renumbered.Add(token, number);
            }
        }

        return renumbered;
    }

    /// <summary>Ids of <c>cls</c> and <c>sep</c>, of a template's special tokens, and of what a sequence of processors has of them.</summary>
    private static void Processor(JsonObject processor, IdMap map)
    {
        foreach (JsonNode? next in processor["processors"] as JsonArray ?? [])
        {
            Processor(next!.AsObject(), map);
        }

        foreach (string role in (ReadOnlySpan<string>)["cls", "sep"])
        {
            if (processor[role] is JsonArray pair)
            {
                pair[1] = Required(pair[1]!, map);
            }
        }

        foreach ((_, JsonNode? token) in processor["special_tokens"] as JsonObject ?? [])
        {
            JsonArray ids = token!["ids"]!.AsArray();
            for (int index = 0; index < ids.Count; index++)
            {
                ids[index] = Required(ids[index]!, map);
            }
        }
    }

    private static void Replace(JsonNode? node, string key, IdMap map)
    {
        if (node is JsonObject part && part[key] is { } id)
        {
            part[key] = Required(id, map);
        }
    }

    private static int Required(JsonNode id, IdMap map) => map.Of(id.GetValue<int>())
        ?? throw new InvalidDataException($"expected the ids of special tokens, found id {id}, which is none of the vocabulary's");

    /// <summary>Settings for other programs: <c>added_tokens_decoder</c> has ids as its keys.</summary>
    private static JsonObject Settings(JsonObject root, IdMap map)
    {
        if (root["added_tokens_decoder"] is not JsonObject decoder)
        {
            return root;
        }

        var renumbered = new JsonObject();
        foreach ((string id, JsonNode? token) in decoder)
        {
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int old) && map.Of(old) is { } number)
            {
                renumbered[number.ToString(CultureInfo.InvariantCulture)] = token!.DeepClone();
            }
        }

        root["added_tokens_decoder"] = renumbered;
        return root;
    }
}
