using System.Text;
using Maner.Tensors;

namespace Maner.Cli.Tests.Fuzz;

/// <summary>Small random changes to a file: what disks, transfers, editors and people who mean harm do.</summary>
internal static class Mutation
{
    private static readonly string[] s_texts =
    [
        "null", "true", "-1", "0", "1e99", "1e-99", "NaN", "2147483647", "2147483648", "4294967296", "9223372036854775807", "99999999999999999999", "0.5", "\"\"", "\"x\"", "[]", "{}", "[[[[", "}}",
        "\\ud800", "\"\\ud800\"", "\0", "\u001b[31m", "\uFFFF", "\u2028", "\r\n", "\t", "\n\n", ",", ":", "\"", "/../", "-DOCSTART-", "B-", "I-PER", "&#0;", " ", "\uFEFF",
    ];

    /// <summary>A changed copy.</summary>
    public static byte[] Of(byte[] seed, Rng rng)
    {
        List<byte> bytes = [.. seed];
        for (int changes = 1 + rng.Next(4); changes > 0 && bytes.Count > 4; changes--)
        {
            int at = rng.Next(bytes.Count), length = Math.Min(1 + rng.Next(40), bytes.Count - at);
            switch (rng.Next(10))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << rng.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)rng.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(rng.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, rng.Next(3) == 0 ? bytes.Count - at : length);
                    break;
                case 5:
                    bytes[at] = ((ReadOnlySpan<byte>)[0, 1, 0x7F, 0x80, 0xFF])[rng.Next(5)];
                    break;
                case 6:
                    for (int index = at; index < Math.Min(at + 8, bytes.Count); index++)
                    {
                        bytes[index] = 0xFF; // the largest of all lengths and counts
                    }

                    break;
                case 7:
                    ReplaceNumber(bytes, at, rng);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_texts[rng.Next(s_texts.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts something else in the place of the next number, or text in quotes.</summary>
    private static void ReplaceNumber(List<byte> bytes, int from, Rng rng)
    {
        int at = bytes.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9'), end = at;
        while (end >= 0 && end < bytes.Count && (bytes[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.'))
        {
            end++;
        }

        if (at >= 0)
        {
            bytes.RemoveRange(at, end - at);
            bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_texts[rng.Next(s_texts.Length)]));
        }
    }
}
