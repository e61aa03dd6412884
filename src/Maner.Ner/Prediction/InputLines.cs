using System.Text;
using Maner.Text.Formats;

namespace Maner.Ner.Prediction;

/// <summary>A line without its end, and its 1-based number.</summary>
internal readonly record struct InputLine(int Number, string Text);

/// <summary>Splits a stream at LF and CRLF only; <see cref="TextReader.ReadLine"/> would also split at a lone CR, which is inside real words.</summary>
internal static class InputLines
{
    /// <summary>Stands for bytes that are not UTF-8: U+FFFF is no character. A text may have it all the same, so it tells nothing alone.</summary>
    public const char NoCharacter = '\uFFFF';

    private const int BufferSize = 4096;
    private const int LongestLine = 64 << 20; // more than any sentence, and less than a device without an end would fill memory with

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
                if (WideText.Describe(buffer.AsSpan(0, count)) is { } wide)
                {
                    throw new InvalidDataException($"{source}: expected UTF-8, found bytes of which {wide}. Save the file as UTF-8.");
                }

                isFirst = false;
            }

            int begin = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', begin, count - begin)) >= 0; begin = end + 1)
            {
                open.Append(buffer, begin, end - begin);
                yield return Close(open, ++number, source, reader);
            }

            open.Append(buffer, begin, count - begin);
            if (open.Length > LongestLine)
            {
                throw new InvalidDataException($"{source}:{number + 1}: expected lines of at most {LongestLine >> 20} million characters, found a longer one. Is it text, with a sentence on each line?");
            }
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
