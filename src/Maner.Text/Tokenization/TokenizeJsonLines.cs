using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Maner.Text.Tokenization;

/// <summary>
/// Tokenizes JSON Lines: reads <c>{"text"}</c>, writes <c>{"text","ids","pieces","begin","end"}</c> with the tokenizer's ids and
/// offsets in code points, laid out as Python's <c>json.dumps(…, ensure_ascii=False)</c> does, so that files can be compared.
/// </summary>
internal static class TokenizeJsonLines
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Tokenizes every line; blank lines are passed over, other fields than <c>text</c> are dropped.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="input">The lines with their numbers.</param>
    /// <param name="inputName">What to call the input in messages: its path, or <c>standard input</c>.</param>
    /// <param name="output">Where the results go, one line each, ended by a line feed.</param>
    /// <exception cref="InvalidDataException">A line is not such an object; the lines before it have been written.</exception>
    public static void Run(Tokenizer tokenizer, IEnumerable<(int Number, string Text)> input, string inputName, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var json = new StringBuilder();
        foreach ((int number, string line) in input)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                json.Clear();
                Write(json, tokenizer.Encode(ReadText(line, $"{inputName}:{number}")));
                output.Write(json.Append('\n'));
            }
        }
    }

    private static string ReadText(string line, string place)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, s_strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Unexpected(place, $"a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}");
            }

            return !document.RootElement.TryGetProperty("text", out JsonElement text) ? throw Unexpected(place, "an object without \"text\"")
                : text.ValueKind != JsonValueKind.String ? throw Unexpected(place, "a \"text\" that is not a string")
                : text.GetString()!;
        }
        catch (JsonException problem)
        {
            throw Unexpected(place, $"a line that is not JSON (byte {problem.BytePositionInLine})");
        }
        catch (InvalidOperationException)
        {
            // GetString does this for an escaped half of a surrogate pair, which no UTF-8 output could hold.
            throw Unexpected(place, "a \"text\" with half a surrogate pair");
        }
    }

    private static InvalidDataException Unexpected(string place, string found) =>
        new($"{place}: expected a JSON object with a string \"text\", found {found}. Give one object per line.");

    private static void Write(StringBuilder json, Encoding encoding)
    {
        (int[] begin, int[] end) = encoding.InCodePoints();
        json.Append("{\"text\": ");
        WriteString(json, encoding.Text);
        json.Append(CultureInfo.InvariantCulture, $", \"ids\": [{string.Join(", ", encoding.Ids)}], \"pieces\": [");
        for (int i = 0; i < encoding.Pieces.Count; i++)
        {
            json.Append(i == 0 ? "" : ", ");
            WriteString(json, encoding.Pieces[i]);
        }

        json.Append(CultureInfo.InvariantCulture, $"], \"begin\": [{string.Join(", ", begin)}], \"end\": [{string.Join(", ", end)}]}}");
    }

    private static void WriteString(StringBuilder json, string value)
    {
        json.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
