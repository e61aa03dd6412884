using System.Text.Json;

namespace Maner.Text.Tokenization.Json;

/// <summary>What a post-processor says.</summary>
/// <param name="Begin">The id before every sequence; null when it adds none.</param>
/// <param name="End">The id after every sequence; null when it adds none.</param>
/// <param name="Trimmer">What takes spaces out of offsets; null when nothing does.</param>
internal sealed record PostProcessing(int? Begin, int? End, OffsetTrimmer? Trimmer)
{
    /// <summary>What no post-processor says.</summary>
    public static PostProcessing None { get; } = new(null, null, null);
}

/// <summary>Reads the post-processor of tokenizer.json.</summary>
internal static class PostProcessorReader
{
    /// <summary>What it says; <see cref="PostProcessing.None"/> when there is none.</summary>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static PostProcessing Read(JsonPart? part)
    {
        if (part is null)
        {
            return PostProcessing.None;
        }

        PostProcessing read = part.Type switch
        {
            "TemplateProcessing" => ReadTemplate(part),
            "RobertaProcessing" => new PostProcessing(ReadPair(part, "cls"), ReadPair(part, "sep"), ReadTrimmer(part)),
            "BertProcessing" => new PostProcessing(ReadPair(part, "cls"), ReadPair(part, "sep"), null),
            "ByteLevel" => new PostProcessing(null, null, ReadTrimmer(part)),
            "Sequence" => part.Parts("processors").Select(Read).Aggregate(
                PostProcessing.None,
                (all, next) => new PostProcessing(all.Begin ?? next.Begin, all.End ?? next.End, all.Trimmer ?? next.Trimmer)),
            string other => throw part.Unsupported("type", "BertProcessing, ByteLevel, RobertaProcessing, Sequence or TemplateProcessing", other),
        };
        part.End();
        return read;
    }

    private static OffsetTrimmer? ReadTrimmer(JsonPart part)
    {
        part.Ignore("use_regex"); // the pre-tokenizer's business
        bool hasPrefixSpace = part.Truth("add_prefix_space", true);
        return part.Truth("trim_offsets", true) ? new OffsetTrimmer(hasPrefixSpace) : null;
    }

    /// <summary>A token and its id: <c>["&lt;s&gt;", 0]</c>.</summary>
    private static int ReadPair(JsonPart part, string name) =>
        part.List(name) is [{ ValueKind: JsonValueKind.String }, { ValueKind: JsonValueKind.Number } id] && id.TryGetInt32(out int number) && number >= 0
            ? number
            : throw new InvalidDataException($"{part.Place}.{name}: expected a token and its id, found something else");

    private static PostProcessing ReadTemplate(JsonPart part)
    {
        part.Ignore("pair");
        JsonPart special = part.OptionalPart("special_tokens") ?? throw new InvalidDataException($"{part.Place}.special_tokens: expected an object, found none");
        return part.List("single") is [JsonElement begin, JsonElement text, JsonElement end] && text.TryGetProperty("Sequence", out _)
            ? new PostProcessing(IdOf(begin), IdOf(end), null)
            : throw new InvalidDataException($"{part.Place}.single: expected one token before the text and one after it, found another template");

        int IdOf(JsonElement element)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("SpecialToken", out JsonElement token))
            {
                throw new InvalidDataException($"{part.Place}.single: expected one token before the text and one after it, found another template");
            }

            string name = new JsonPart(token, $"{part.Place}.single").Text("id");
            JsonPart ids = special.OptionalPart(name) ?? throw new InvalidDataException($"{special.Place}: expected the token '{name}' of the template, found none");
            return ids.List("ids") is [{ ValueKind: JsonValueKind.Number } id] && id.TryGetInt32(out int number) && number >= 0
                ? number
                : throw new InvalidDataException($"{ids.Place}.ids: expected one id, found another number of them");
        }
    }
}
