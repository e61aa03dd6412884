namespace Maner.Text.Tokenization.Json;

/// <summary>Reads the decoder of tokenizer.json.</summary>
internal static class DecoderReader
{
    /// <summary>The decoder; one that puts spaces between tokens when there is none.</summary>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static TokenDecoder Read(JsonPart? part) => new(part is null ? [TokenDecoder.JoinWithSpaces] : [.. Steps(part)]);

    private static IEnumerable<Func<List<string>, List<string>>> Steps(JsonPart part)
    {
        Func<List<string>, List<string>>[] steps = part.Type switch
        {
            "Sequence" => [.. part.Parts("decoders").SelectMany(Steps)],
            "ByteLevel" => [ByteLevel(part)],
            "ByteFallback" => [TokenDecoder.ByteFallback],
            "Fuse" => [TokenDecoder.Fuse],
            "Metaspace" => [Metaspace(part)],
            "Replace" => [TokenDecoder.Replace((part.OptionalPart("pattern") ?? throw new InvalidDataException($"{part.Place}.pattern: expected a pattern, found none")).Text("String"), part.Text("content"))],
            "Strip" => [Strip(part)],
            "WordPiece" => [TokenDecoder.WordPiece(part.OptionalText("prefix") ?? "##", part.Truth("cleanup", true))],
            string other => throw part.Unsupported("type", "ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip or WordPiece", other),
        };
        part.End();
        return steps;
    }

    private static Func<List<string>, List<string>> ByteLevel(JsonPart part)
    {
        part.Ignore("add_prefix_space", "trim_offsets", "use_regex");
        return TokenDecoder.ByteLevel;
    }

    private static Func<List<string>, List<string>> Metaspace(JsonPart part)
    {
        part.Ignore("str_rep", "split");
        string scheme = part.OptionalText("prepend_scheme") ?? (part.OptionalTruth("add_prefix_space") == false ? "never" : "always");
        part.Ignore("add_prefix_space");
        return TokenDecoder.Metaspace(part.OptionalText("replacement") ?? CharacterNormalizer.SpaceMark.ToString(), scheme != "never");
    }

    private static Func<List<string>, List<string>> Strip(JsonPart part) => part.Text("content") is [char letter]
        ? TokenDecoder.Strip(letter, part.OptionalNumber("start") ?? 0, part.OptionalNumber("stop") ?? 0)
        : throw new InvalidDataException($"{part.Place}.content: expected one letter, found more or none");
}
