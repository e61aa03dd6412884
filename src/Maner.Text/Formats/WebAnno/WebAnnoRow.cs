using System.Globalization;
using System.Text;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.WebAnno;

/// <summary>A row: a token, or a part of one (<c>3-4.1</c>) that has an annotation of its own.</summary>
/// <param name="Line">1-based line.</param>
/// <param name="Sentence">Number of the sentence.</param>
/// <param name="IsPart">Whether it is a part of a token.</param>
/// <param name="Begin">Its first UTF-16 unit in the document.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Token">The text.</param>
/// <param name="Values">The columns of the layers.</param>
internal sealed record WebAnnoRow(int Line, int Sentence, bool IsPart, long Begin, long End, string Token, IReadOnlyList<string> Values)
{
    /// <exception cref="InvalidDataException">The line is no row.</exception>
    public static WebAnnoRow Of(SourceLine line, ReadingReport report)
    {
        string[] fields = line.Text.Split('\t');
        string[] place = fields.Length > 2 ? fields[1].Split('-') : [];
        string[] id = fields[0].Split('-');
        if (place.Length != 2 || !int.TryParse(id[0], NumberStyles.None, CultureInfo.InvariantCulture, out int sentence)
            || !long.TryParse(place[0], NumberStyles.None, CultureInfo.InvariantCulture, out long begin)
            || !long.TryParse(place[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end) || end < begin)
        {
            throw report.Error(line.Number, $"expected a token of WebAnno TSV (1-1⇥0-4⇥Asha⇥…), found {Visible.Quote(line.Text)}. Export the document again.");
        }

        // Every row ends in a tab.
        string[] values = [.. fields.Skip(3)];
        return new WebAnnoRow(line.Number, sentence, id[1].Contains('.', StringComparison.Ordinal), begin, end, Unescape(fields[2]), values is [.., ""] ? values[..^1] : values);
    }

    /// <summary>Takes the escapes out: <c>\\ \[ \] \| \_ \-&gt; \; \t \n \*</c>.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (int index = 0; index < text.Length; index++)
        {
            bool isEscape = text[index] == '\\' && index + 1 < text.Length;
            index += isEscape ? 1 : 0;
            plain.Append(!isEscape ? text[index] : text[index] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => text[index] });
        }

        return plain.ToString();
    }

    /// <summary>Cuts a value at a separator that is not escaped.</summary>
    public static IEnumerable<string> Split(string value, char separator)
    {
        int begin = 0;
        for (int index = 0; index < value.Length; index++)
        {
            if (value[index] == '\\')
            {
                index++;
            }
            else if (value[index] == separator)
            {
                yield return value[begin..index];
                begin = index + 1;
            }
        }

        yield return value[begin..];
    }
}
