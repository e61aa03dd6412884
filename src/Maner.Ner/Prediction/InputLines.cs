using System.Text;

namespace Maner.Ner.Prediction;

/// <summary>A line without its end, and its 1-based number.</summary>
internal readonly record struct InputLine(int Number, string Text);

/// <summary>Splits a stream at LF and CRLF only; <see cref="TextReader.ReadLine"/> would also split at a lone CR, which is inside real words.</summary>
internal static class InputLines
{
    /// <summary>Stands for bytes that are not UTF-8: U+FFFF is no character. A text may have it all the same, so it tells nothing alone.</summary>
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
        bool isFirst = true;
        while ((count = Fill(reader, buffer, source, number)) > 0)
        {
            if (isFirst)
            {
                RefuseWide(buffer.AsSpan(0, count), source);
                isFirst = false;
            }

            int begin = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', begin, count - begin)) >= 0; begin = end + 1)
            {
                open.Append(buffer, begin, end - begin);
                yield return Close(open, ++number, source, reader);
            }

            open.Append(buffer, begin, count - begin);
        }

        if (open.Length > 0)
        {
            yield return Close(open, ++number, source, reader, atLineFeed: false);
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

    /// <summary>UTF-16 and UTF-32 without a mark: every second character of Latin letters, or three of four, is U+0000.</summary>
    private static void RefuseWide(ReadOnlySpan<char> start, string source)
    {
        const int Fewest = 4;
        int zeros = start.Count('\0');
        if (start.Length >= Fewest && zeros * 3 >= start.Length)
        {
            throw new InvalidDataException(
                $"{source}: expected UTF-8, found bytes of which {(zeros * 3 >= start.Length * 2 ? "three of four are 0, as in UTF-32" : "every second is 0, as in UTF-16")}. Save the file as UTF-8.");
        }
    }

    private static InputLine Close(StringBuilder open, int number, string source, TextReader reader, bool atLineFeed = true)
    {
        if (atLineFeed && open.Length > 0 && open[^1] == '\r')
        {
            open.Length--;
        }

        string text = open.ToString();
        open.Clear();
        if (reader is Utf8Reader { HasMetOther: true } && text.Contains(NoCharacter, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{source}:{number}: expected UTF-8, found bytes that are none. Save the file as UTF-8.");
        }

        return new InputLine(number, number == 1 ? text.TrimStart('\uFEFF') : text);
    }
}
