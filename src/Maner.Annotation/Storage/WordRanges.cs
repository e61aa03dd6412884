using Maner.Text.Words;

namespace Maner.Annotation.Storage;

/// <summary>Words as bytes: for each the gap to the word before and its length, seven bits a byte, the last byte of a number below 128.</summary>
internal static class WordRanges
{
    public static byte[] Pack(IReadOnlyList<TextRange> words)
    {
        var bytes = new List<byte>(words.Count * 2);
        int end = 0;
        foreach (TextRange word in words)
        {
            Add(bytes, word.Begin - end);
            Add(bytes, word.End - word.Begin);
            end = word.End;
        }

        return [.. bytes];
    }

    public static TextRange[] Unpack(ReadOnlySpan<byte> bytes)
    {
        var words = new List<TextRange>(bytes.Length / 2);
        int at = 0, end = 0;
        while (at < bytes.Length)
        {
            int begin = end + Next(bytes, ref at);
            end = begin + Next(bytes, ref at);
            words.Add(new TextRange(begin, end));
        }

        return [.. words];
    }

    private static void Add(List<byte> bytes, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }

    private static int Next(ReadOnlySpan<byte> bytes, ref int at)
    {
        int number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[at++];
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }
}
