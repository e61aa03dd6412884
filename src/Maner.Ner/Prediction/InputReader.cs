using System.Text.Json;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Ner.Prediction;

/// <summary>
/// Reads sentences to tag, one at a time, so that a stream of any length can be tagged as it comes. Lines end at LF or
/// CRLF only. CoNLL files are read by the labelled-data reader; <see cref="Maner.Text.Data.LabelledData"/> takes its sentences.
/// </summary>
internal static class InputReader
{
    /// <summary>The members that a result has itself, and that are not handed on.</summary>
    private static readonly string[] s_own = ["text", "tokens", "tags", "entities"];

    /// <summary>
    /// A reader of strict UTF-8 for the methods here: bytes that are none are an error that names their line, not replacement characters in
    /// somebody's names. Until then they are <see cref="InputLines.NoCharacter"/>, and the reader knows that it met some.
    /// </summary>
    public static StreamReader Utf8(Stream stream) => new Utf8Reader(stream, new SeenFallback());

    /// <summary>Running text, one sentence per line. Lines without a word (blank lines between paragraphs) are skipped; <see cref="Sentence.Line"/> keeps the count.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <exception cref="InvalidDataException">The text is not UTF-8.</exception>
    /// <param name="cut">How words are cut; null for the default.</param>
    /// <param name="range">The lines to read; all by default.</param>
    /// <param name="keepBlank">Whether a line without a word is a sentence without words, for outputs that have a line for each.</param>
    public static IEnumerable<Sentence> ReadText(TextReader reader, string source, WordCut? cut = null, UnitRange? range = null, bool keepBlank = false) =>
        InputLines.Read(reader, source).Of(range)
            .Select(line => Sentence.FromText(line.Text, cut ?? WordCut.Default, line.Number))
            .Where(sentence => keepBlank || sentence.Words.Count > 0);

    /// <summary>
    /// Words separated by spaces or tabs, one sentence per line; several spaces count as one and no other character separates, so
    /// a no-break space stays inside its word. Lines without a word are skipped.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <exception cref="InvalidDataException">The text is not UTF-8.</exception>
    /// <param name="range">The lines to read; all by default.</param>
    /// <param name="keepBlank">Whether a line without a word is a sentence without words, for outputs that have a line for each.</param>
    public static IEnumerable<Sentence> ReadWords(TextReader reader, string source, UnitRange? range = null, bool keepBlank = false) =>
        InputLines.Read(reader, source).Of(range)
            .Select(line => Sentence.FromWords(line.Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), line.Number))
            .Where(sentence => keepBlank || sentence.Words.Count > 0);

    /// <summary>
    /// JSON Lines: one object per line with <c>text</c> (running text, split here) or <c>tokens</c> (words, as they are; as strings, or as objects
    /// with their <c>text</c>). With both, the tokens are the words and the text gives their offsets, provided that they are in it one after the
    /// other. Other members are kept with the sentence (<see cref="Sentence.Members"/>). An empty text or token list is a sentence without words; blank lines are skipped.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <exception cref="InvalidDataException">A line is not such an object, or not UTF-8.</exception>
    /// <param name="cut">How words are cut; null for the default.</param>
    /// <param name="range">The lines to read; all by default.</param>
    public static IEnumerable<Sentence> ReadJsonLines(TextReader reader, string source, WordCut? cut = null, UnitRange? range = null) =>
        InputLines.Read(reader, source).Of(range)
            .Where(line => !string.IsNullOrWhiteSpace(line.Text))
            .Select(line => Parse(line, source, cut ?? WordCut.Default));

    private static Sentence Parse(InputLine line, string source, WordCut cut)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw Refuse($"found {NameOf(root)}");
            }

            string? text = root.TryGetProperty("text", out JsonElement textElement) ? StringOf(textElement, "\"text\"") : null;
            KeyValuePair<string, string>[] others =
                [.. root.EnumerateObject().Where(member => !s_own.Contains(member.Name)).Select(member => KeyValuePair.Create(member.Name, member.Value.GetRawText()))];
            if (root.TryGetProperty("tokens", out JsonElement tokens))
            {
                return WithTokens(WordsOf(tokens), text, line.Number, others);
            }

            return text is null
                ? throw Refuse($"found an object with {MembersOf(root)}")
                : Sentence.FromText(text, cut, line.Number, others);
        }
        catch (JsonException exception)
        {
            throw Refuse($"found text that is not JSON ({exception.Message.TrimEnd('.')})");
        }
        catch (InvalidOperationException)
        {
            throw Refuse("a member's name has half of a surrogate pair, which is no character");
        }

        string[] WordsOf(JsonElement tokens) => tokens.ValueKind == JsonValueKind.Array
            ? [.. tokens.EnumerateArray().Select((token, index) => StringOf(
                token.ValueKind == JsonValueKind.Object && token.TryGetProperty("text", out JsonElement own) ? own : token, $"token {index + 1}"))]
            : throw Refuse($"\"tokens\" is {NameOf(tokens)}");

        string StringOf(JsonElement element, string what)
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                throw Refuse($"{what} is {NameOf(element)}");
            }

            try
            {
                return element.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw Refuse($"{what} has half of a surrogate pair, which is no character");
            }
        }

        InvalidDataException Refuse(string found) => new(
            $"{source}:{line.Number}: expected a JSON object with \"text\" (a string) or \"tokens\" (an array of strings), but {found}. " +
            "Write one object per line, for example {\"text\": \"Amina lives in Mombasa.\"}.");
    }

    private static Sentence WithTokens(string[] words, string? text, int line, KeyValuePair<string, string>[] others) =>
        text is not null && WordPlaces.Of(words, text) is { } offsets
            ? new Sentence(words, text, offsets, line) { Members = others }
            : new Sentence(words, null, line) { Members = others };

    private static string MembersOf(JsonElement root)
    {
        string names = string.Join(", ", root.EnumerateObject().Select(member => $"\"{member.Name}\""));
        return names.Length == 0 ? "no members" : names;
    }

    private static string NameOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
