namespace Maner.Text.Formats;

/// <summary>Tells UTF-16 and UTF-32 that no mark tells. In both, bytes at the same places say which script it is, and are below 32 but for East Asian ones, which are no UTF-8.</summary>
internal static class WideText
{
    private const int Fewest = 8; // bytes that tell anything
    private const int Looked = 1 << 12;

    /// <summary>What the bytes are of, as a part of a sentence; null where they may well be UTF-8.</summary>
    /// <param name="start">The first bytes of the text.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Looked)];
        if (start.Length < Fewest)
        {
            return null;
        }

        Span<int> places = stackalloc int[4], zeros = stackalloc int[4], low = stackalloc int[4];
        int strange = 0; // no text has them, while tabs and line ends may be every second character of one
        for (int index = 0; index < start.Length; index++)
        {
            byte value = start[index];
            places[index % 4]++;
            zeros[index % 4] += value == 0 ? 1 : 0;
            low[index % 4] += value < ' ' ? 1 : 0;
            strange += value < '\t' || value is > (byte)'\r' and < (byte)' ' ? 1 : 0;
        }

        return Are(zeros, places, 0, 1) || Are(zeros, places, 2, 3) ? "two or three of four are 0, as in UTF-32"
            : (zeros[0] + zeros[1] + zeros[2] + zeros[3]) * 3 >= start.Length ? "every second is 0, as in UTF-16"
            : strange > 0 && (Are(low, places, 0, 2) || Are(low, places, 1, 3)) ? "every second is below 32, as in UTF-16"
            : null;
    }

    /// <summary>The same of text that was read as UTF-8 already.</summary>
    public static string? Describe(ReadOnlySpan<char> start)
    {
        start = start[..Math.Min(start.Length, Looked)];
        Span<byte> bytes = stackalloc byte[start.Length];
        for (int index = 0; index < start.Length; index++)
        {
            bytes[index] = (byte)Math.Min(start[index], (char)byte.MaxValue);
        }

        return Describe(bytes);
    }

    // A tenth may be others: characters of another script.
    private static bool Are(ReadOnlySpan<int> counts, ReadOnlySpan<int> places, int one, int two) =>
        counts[one] * 10 >= places[one] * 9 && counts[two] * 10 >= places[two] * 9;
}
