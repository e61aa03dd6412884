using System.Text;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Brackets;

/// <summary>A line of text with names in brackets.</summary>
internal static class BracketText
{
    /// <summary>Whether a type can be written so.</summary>
    public static bool IsType(string type) => type.Length > 0 && !type.Any(letter => char.IsWhiteSpace(letter) || letter is '[' or ']' or '\\');

    /// <summary>Reads a line.</summary>
    /// <returns>What is wrong with it; null when it could be read.</returns>
    public static string? TryRead(string line, out string text, out List<CharSpan> spans)
    {
        var plain = new StringBuilder();
        spans = [];
        text = "";
        int open = -1, lastSpace = -1;
        for (int index = 0; index < line.Length; index++)
        {
            char letter = line[index];
            switch (letter)
            {
                case '\\' when index + 1 < line.Length && line[index + 1] is '[' or ']' or '\\':
                    plain.Append(line[++index]);
                    break;
                case '\\':
                    return $"a lone backslash in {Visible.Quote(line)}";
                case '[' when open >= 0:
                    return $"a bracket inside a bracket in {Visible.Quote(line)}";
                case '[':
                    (open, lastSpace) = (plain.Length, -1);
                    break;
                case ']' when open < 0 || lastSpace <= open || lastSpace + 1 == plain.Length:
                    return $"a bracket without a name and its type in {Visible.Quote(line)}";
                case ']':
                    string type = plain.ToString(lastSpace + 1, plain.Length - lastSpace - 1);
                    if (!IsType(type))
                    {
                        return $"the type {Visible.Quote(type)} in {Visible.Quote(line)}";
                    }

                    plain.Length = lastSpace;
                    spans.Add(new CharSpan(open, lastSpace, type, 1));
                    open = -1;
                    break;
                default:
                    lastSpace = letter == ' ' ? plain.Length : lastSpace;
                    plain.Append(letter);
                    break;
            }
        }

        text = plain.ToString();
        return open >= 0 ? $"a bracket that does not close in {Visible.Quote(line)}" : null;
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
