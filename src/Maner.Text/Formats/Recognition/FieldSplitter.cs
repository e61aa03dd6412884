using System.Text;

namespace Maner.Text.Formats.Recognition;

/// <summary>Cuts a line into its fields.</summary>
/// <param name="separator">What is between them.</param>
/// <param name="quoted">Whether fields may be in double quotes, with quotes inside doubled. Of CSV it is always so.</param>
internal sealed class FieldSplitter(Separator separator, bool quoted = false)
{
    private static readonly char[] s_spaces = [' ', '\t'];

    public Separator Separator => separator;

    /// <summary>Whether quotes round a field are no part of it.</summary>
    public bool HasQuotes => quoted || IsCsv;

    /// <summary>Whether single signs separate, of which words may consist too.</summary>
    public bool IsCsv => separator is Separator.Comma or Separator.Semicolon or Separator.Pipe;

    /// <summary>The sign; a space for runs of white space.</summary>
    public char Sign => SignOf(separator);

    public static char SignOf(Separator separator) => separator switch
    {
        Separator.Tab => '\t',
        Separator.Comma => ',',
        Separator.Semicolon => ';',
        Separator.Pipe => '|',
        _ => ' ',
    };

    /// <summary>The fields.</summary>
    /// <param name="line">A line with something on it.</param>
    public string[] Split(string line) => Split(line, out _);

    /// <summary>The fields.</summary>
    /// <param name="line">A line with something on it.</param>
    /// <param name="isOpen">Whether a quote is opened that is not closed; the fields are then as if there were no quotes.</param>
    public string[] Split(string line, out bool isOpen)
    {
        isOpen = false;
        if (separator == Separator.Spaces)
        {
            return SplitAtSpaces(line);
        }

        if (HasQuotes && line.Contains('"', StringComparison.Ordinal))
        {
            if (SplitQuoted(line) is { } fields)
            {
                return fields;
            }

            isOpen = true;
        }

        string[] plain = line.Split(Sign);
        if (IsCsv)
        {
            for (int field = 0; field < plain.Length; field++)
            {
                plain[field] = plain[field].Trim(s_spaces);
            }
        }

        return plain;
    }

    public static string[] SplitAtSpaces(string line)
    {
        string[] fields = line.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);

        // A leading separator before a lone field is a word of no characters and its tag.
        return fields.Length == 1 && s_spaces.Contains(line[0]) ? ["", fields[0]] : fields;
    }

    // A quote opens a field only at its beginning (after spaces); what is behind the closing one up to the separator is kept as it is.
    private string[]? SplitQuoted(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        int at = 0;
        while (true)
        {
            int begin = at;
            while (begin < line.Length && line[begin] == ' ' && IsCsv)
            {
                begin++;
            }

            if (begin < line.Length && line[begin] == '"')
            {
                field.Clear();
                for (at = begin + 1; ; at++)
                {
                    if (at == line.Length)
                    {
                        return null;
                    }

                    if (line[at] != '"')
                    {
                        field.Append(line[at]);
                    }
                    else if (at + 1 < line.Length && line[at + 1] == '"')
                    {
                        field.Append(line[at++]);
                    }
                    else
                    {
                        break;
                    }
                }

                int end = line.IndexOf(Sign, ++at) is var found and >= 0 ? found : line.Length;
                field.Append(line.AsSpan(at, end - at).TrimEnd(' '));
                fields.Add(field.ToString());
                at = end;
            }
            else
            {
                int end = line.IndexOf(Sign, at) is var found and >= 0 ? found : line.Length;
                fields.Add(IsCsv ? line[at..end].Trim(s_spaces) : line[at..end]);
                at = end;
            }

            if (at == line.Length)
            {
                return [.. fields];
            }

            at++;
        }
    }
}
