using System.Text;

namespace Maner.Ner.Prediction;

/// <summary>A line without its end, and its 1-based number.</summary>
internal readonly record struct InputLine(int Number, string Text);

/// <summary>Splits a stream at LF and CRLF only; <see cref="TextReader.ReadLine"/> would also split at a lone CR, which is inside real words.</summary>
internal static class InputLines
{
    /// <summary>Stands for bytes that are not UTF-8: U+FFFF is no character, and never will be.</summary>
    public const char NoCharacter = '\uFFFF';

    private const int BufferSize = 4096;

    public static IEnumerable<InputLine> Read(TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ReadLines(reader, source);
    }

    private static IEnumerable<InputLine> ReadLines(TextReader reader, string source)
    {
        var buffer = new char[BufferSize];
        var open = new StringBuilder();
        int number = 0;
        int count;
        while ((count = Fill(reader, buffer, source, number)) > 0)
        {
            int begin = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', begin, count - begin)) >= 0; begin = end + 1)
            {
                open.Append(buffer, begin, end - begin);
                yield return Close(open, ++number, source);
            }

            open.Append(buffer, begin, count - begin);
        }

        if (open.Length > 0)
        {
            yield return Close(open, ++number, source, atLineFeed: false);
        }
    }

    private static int Fill(TextReader reader, char[] buffer, string source, int linesRead)
    {
        try
        {
            return reader.Read(buffer, 0, buffer.Length);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException(
                $"{source}: expected UTF-8, found bytes that are none in the text after line {linesRead}. Save the file as UTF-8.", exception);
        }
    }

    private static InputLine Close(StringBuilder open, int number, string source, bool atLineFeed = true)
    {
        if (atLineFeed && open.Length > 0 && open[^1] == '\r')
        {
            open.Length--;
        }

        string text = open.ToString();
        open.Clear();
        if (text.Contains(NoCharacter, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{source}:{number}: expected UTF-8, found bytes that are none. Save the file as UTF-8.");
        }

        return new InputLine(number, number == 1 ? text.TrimStart('\uFEFF') : text);
    }
}
