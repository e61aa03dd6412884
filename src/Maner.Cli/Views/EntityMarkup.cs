using Maner.Ner.Prediction;
using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>
/// Shows a tagged sentence on a console: entities on a coloured ground, a colour a type, followed by their type. Without
/// colours (a pipe, a file, NO_COLOR) entities are in brackets: <c>in [Mombasa LOC] today</c>.
/// </summary>
internal static class EntityMarkup
{
    private static readonly Color[] s_colours = [Color.Lime, Color.Aqua, Color.Yellow, Color.Fuchsia, Color.Silver, Color.Olive, Color.Teal, Color.Green];

    /// <summary>Writes a sentence and ends the line.</summary>
    public static void Write(IAnsiConsole console, TaggedSentence sentence)
    {
        if (console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors)
        {
            // Past the console, which would break a long sentence into lines: to a program a line is a sentence.
            TextWriter writer = console.Profile.Out.Writer;
            writer.Write(string.Concat(TextSegment.Of(sentence).Select(InBrackets)));
            writer.Write('\n');
            return;
        }

        var line = new Paragraph();
        foreach (TextSegment segment in TextSegment.Of(sentence))
        {
            if (segment.Type is null)
            {
                line.Append(Printable(segment.Text));
            }
            else
            {
                Color colour = s_colours[Math.Max(segment.TypeIndex, 0) % s_colours.Length];
                line.Append(Printable(segment.Text), new Style(Color.Black, colour)).Append($" {Printable(segment.Type)}", new Style(colour, decoration: Decoration.Bold));
            }
        }

        console.Write(line);
        console.WriteLine();
    }

    private static string InBrackets(TextSegment segment) =>
        segment.Type is null ? Printable(segment.Text) : $"[{Printable(segment.Text)} {Printable(segment.Type)}]";

    /// <summary>Text from a file must not steer the terminal: an escape sequence in it is shown, not obeyed.</summary>
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(unit => char.IsControl(unit) ? unit == '\t' ? ' ' : '\uFFFD' : unit)) : text;
}
