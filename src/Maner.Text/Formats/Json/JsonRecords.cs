using System.Text.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Json;

/// <summary>A value of a file of JSON.</summary>
/// <param name="Value">The value; usable until the next is read.</param>
/// <param name="Line">1-based line on which it begins.</param>
internal readonly record struct JsonRecord(JsonElement Value, int Line);

/// <summary>
/// The records of a file of JSON, however they are laid out: one object per line, one object after another over several lines, or all in one list.
/// Nesting deeper than 64 and members that occur twice are refused.
/// </summary>
internal static class JsonRecords
{
    private const int Looked = 50;
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a content begins as JSON does: a list of objects or lists, or an object. Words in columns may begin with a brace too.</summary>
    public static bool BeginLike(FormatSource source)
    {
        ReadOnlySpan<byte> bytes = Trimmed(source.WithoutMark.Span);
        return bytes is [(byte)'[' or (byte)'{', ..] && Trimmed(bytes[1..]) is [var second, ..]
            && (bytes[0] == '{' ? second is (byte)'"' or (byte)'}' : second is (byte)'{' or (byte)'[');
    }

    /// <summary>The first records, to tell whose they are; none when even the first cannot be read.</summary>
    public static IReadOnlyList<JsonElement> First(FormatSource source) => source.Once(FindFirst);

    private static List<JsonElement> FindFirst(FormatSource source)
    {
        if (!BeginLike(source))
        {
            return [];
        }

        var first = new List<JsonElement>();
        try
        {
            foreach (JsonRecord record in Read(source).Take(Looked))
            {
                first.Add(record.Value.Clone());
            }
        }
        catch (InvalidDataException)
        {
            // Whoever reads the file says what is wrong, and where.
        }

        return first;
    }

    /// <summary>The records in order.</summary>
    /// <exception cref="InvalidDataException">Something is not JSON.</exception>
    public static IEnumerable<JsonRecord> Read(FormatSource source) => IsAnObjectALine(source) ? ReadLines(source) : ReadValues(source);

    /// <summary>Whether the first line is an object by itself.</summary>
    public static bool IsAnObjectALine(FormatSource source)
    {
        SourceLine[] two = [.. source.Lines.Where(line => !line.IsBlank).Take(2)];
        if (two is not [var first, ..] || first.Text.Trim() is not ['{', .., '}'])
        {
            return false;
        }

        // '{"a": {}' ends in a brace too, but the next line does not begin with one.
        return two.Length == 1 || two[1].Text.TrimStart() is ['{', ..] || JsonFaults.IsWhole(first.Text);
    }

    private static IEnumerable<JsonRecord> ReadLines(FormatSource source)
    {
        foreach (SourceLine line in source.Lines.Where(line => !line.IsBlank))
        {
            using JsonDocument document = Parse(line, source.Path);
            yield return new JsonRecord(document.RootElement, line.Number);
        }
    }

    private static JsonDocument Parse(SourceLine line, string path)
    {
        try
        {
            return Whole(() => JsonDocument.Parse(line.Text, s_strict), line.Text.Contains(@"\ud", StringComparison.OrdinalIgnoreCase), path, line.Number);
        }
        catch (JsonException error)
        {
            string place = error.BytePositionInLine is long position ? FormattableString.Invariant($" (byte {position + 1} of the line)") : "";
            if (JsonFaults.Of(line.Text) is { } fault)
            {
                throw new InvalidDataException($"{path}:{line.Number}: expected a JSON object on one line, found {fault}", error);
            }

            throw new InvalidDataException($"{path}:{line.Number}: expected a JSON object on one line, found {Visible.Quote(line.Text)}, which is not JSON{place}. " +
                "If the file is in the CoNLL format, say so (format conll).", error);
        }
    }

    private static IEnumerable<JsonRecord> ReadValues(FormatSource source)
    {
        _ = source.Lines; // refuses what is not UTF-8, with its line
        foreach ((int begin, int length, int line) in Places(source))
        {
            using JsonDocument document = Parse(source, begin, length, line);
            yield return new JsonRecord(document.RootElement, line);
        }
    }

    private static JsonDocument Parse(FormatSource source, int begin, int length, int line)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = source.Bytes.Slice(begin, length);
            bool mayBeHalf = bytes.Span.IndexOf("\\ud"u8) >= 0 || bytes.Span.IndexOf("\\uD"u8) >= 0;
            return Whole(() => JsonDocument.Parse(bytes, s_strict), mayBeHalf, source.Path, line);
        }
        catch (JsonException error)
        {
            throw NotJson(source, line + (int)(error.LineNumber ?? 0), error);
        }
    }

    /// <summary>The document, if none of its strings has an escape of half a surrogate pair, which .NET refuses wherever the string is read.</summary>
    private static JsonDocument Whole(Func<JsonDocument> parse, bool mayBeHalf, string path, int line)
    {
        JsonDocument? document = null;
        try
        {
            document = parse(); // compares the names of members, and reads them for it
            if (mayBeHalf)
            {
                ReadStrings(document.RootElement);
            }

            return document;
        }
        catch (InvalidOperationException error)
        {
            document?.Dispose();
            throw new InvalidDataException($"{path}:{line}: expected text, found a string that is not valid Unicode (half a surrogate pair). Correct the record.", error);
        }
    }

    private static void ReadStrings(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                value.EnumerateArray().ToList().ForEach(ReadStrings);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }

                break;
        }
    }

    /// <summary>Where the values are: those of a list at the top, or the values at the top.</summary>
    private static List<(int Begin, int Length, int Line)> Places(FormatSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes.Span;
        int mark = bytes.Length - source.WithoutMark.Length;
        var reader = new Utf8JsonReader(bytes[mark..], new JsonReaderOptions { AllowMultipleValues = true });
        var places = new List<(int, int, int)>();
        int counted = 0, line = 1;
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                {
                    continue;
                }

                int begin = mark + (int)reader.TokenStartIndex;
                line += bytes[counted..begin].Count((byte)'\n');
                counted = begin;
                reader.Skip();
                places.Add((begin, mark + (int)reader.BytesConsumed - begin, line));
            }
        }
        catch (JsonException error)
        {
            throw NotJson(source, 1 + (int)(error.LineNumber ?? 0), error);
        }

        return places;
    }

    private static InvalidDataException NotJson(FormatSource source, int line, JsonException error) =>
        new($"{source.Path}:{line}: expected JSON, found text that is not ({Reason(error)}). Correct the file, or export it again.", error);

    // .NET adds the place in its own words, which is said in front already.
    private static string Reason(JsonException error) => error.Message.Split(" LineNumber", 2)[0].TrimEnd('.', ' ');

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8);
}
