using System.Text;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Brackets;

/// <summary>A line of text with names in brackets.</summary>
internal static class BracketText
{
    private const int MostFaults = 100; // of a line: more is no slip

    /// <summary>Whether a type can be written so.</summary>
    public static bool IsType(string type) => type.Length > 0 && !type.Any(letter => char.IsWhiteSpace(letter) || letter is '[' or ']' or '\\');

    /// <summary>Reads a line to its end, whatever is wrong in it, so that all of that can be told at once.</summary>
    /// <returns>What is wrong with it; none when it could be read.</returns>
    public static List<string> Read(string line, out string text, out List<CharSpan> spans)
    {
        var plain = new StringBuilder();
        var faults = new List<string>();
        spans = [];
        int open = -1, opened = 0, lastSpace = -1, outer = 0;
        for (int index = 0; index < line.Length; index++)
        {
            char letter = line[index];
            switch (letter)
            {
                case '\\' when index + 1 < line.Length && line[index + 1] is '[' or ']' or '\\':
                    plain.Append(line[++index]);
                    break;
                case '\\':
                    Fault("a lone backslash", index);
                    break;
                case '[':
                    if (open >= 0)
                    {
                        Fault("a bracket that does not close, or has a bracket inside a bracket,", opened);
                        outer++;
                    }

                    (open, opened, lastSpace) = (plain.Length, index, -1);
                    break;
                case ']' when open < 0 && outer > 0:
                    outer--; // the end of one that was told already
                    break;
                case ']' when open < 0 || lastSpace <= open || lastSpace + 1 == plain.Length:
                    Fault("a bracket without a name and its type", open < 0 ? index : opened);
                    open = -1;
                    break;
                case ']':
                    string type = plain.ToString(lastSpace + 1, plain.Length - lastSpace - 1);
                    if (IsType(type))
                    {
                        plain.Length = lastSpace;
                        spans.Add(new CharSpan(open, lastSpace, type, 1));
                    }
                    else
                    {
                        Fault($"the type {Visible.Quote(type)}", opened);
                    }

                    open = -1;
                    break;
                default:
                    lastSpace = letter == ' ' ? plain.Length : lastSpace;
                    plain.Append(letter);
                    break;
            }
        }

        text = plain.ToString();
        if (open >= 0)
        {
            Fault("a bracket that does not close", opened);
        }

        return faults;

        void Fault(string what, int at)
        {
            if (faults.Count < MostFaults)
            {
                faults.Add(FormattableString.Invariant($"{what} at column {at + 1}"));
            }
        }
    }

    /// <summary>A sentence as such a line.</summary>
    public static string Of(Sentence sentence)
    {
        (string text, IReadOnlyList<TextRange> offsets) = sentence.Locate();
        var line = new StringBuilder();
        int end = 0;
        foreach (EntitySpan entity in sentence.Entities ?? [])
        {
            Append(offsets[entity.Start].Begin);
            line.Append('[');
            Append(offsets[entity.End - 1].End);
            line.Append(' ').Append(entity.Type).Append(']');
        }

        Append(text.Length);
        return line.ToString();

        void Append(int upTo)
        {
            foreach (char letter in text.AsSpan(end, upTo - end))
            {
                line.Append(letter is '[' or ']' or '\\' ? "\\" : "").Append(letter is '\n' or '\r' ? ' ' : letter);
            }

            end = upTo;
        }
    }
}
