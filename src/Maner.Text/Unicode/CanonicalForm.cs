using System.Globalization;
using System.Text;

namespace Maner.Text.Unicode;

/// <summary>
/// Unicode's canonical composition (Standard Annex 15, NFC): é as one letter and é as e with an accent behind it become the same. .NET's own
/// asks ICU, a native library, which this program does without; it returns text unchanged then.
/// </summary>
internal static class CanonicalForm
{
    private const char FirstThatMayChange = '\u0300';
    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, LeadCount = 19, VowelFirst = 0x1161, VowelCount = 21, TailFirst = 0x11A7, TailCount = 28;
    private static readonly Dictionary<int, byte> s_classes = [];
    private static readonly Dictionary<int, int[]> s_parts = [];
    private static readonly Dictionary<(int First, int Second), int> s_composites = [];

    static CanonicalForm()
    {
        using Stream stream = typeof(CanonicalForm).Assembly.GetManifestResourceStream("canonical.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            switch (fields[0])
            {
                case "C":
                    string[] range = fields[1].Split('-');
                    for (int letter = Number(range[0]); letter <= Number(range[1]); letter++)
                    {
                        s_classes.Add(letter, byte.Parse(fields[2], CultureInfo.InvariantCulture));
                    }

                    break;
                case "D" or "X":
                    int[] parts = [.. fields[2..].Select(Number)];
                    s_parts.Add(Number(fields[1]), parts);
                    if (fields[0] == "D")
                    {
                        s_composites.Add((parts[0], parts[1]), Number(fields[1]));
                    }

                    break;
            }
        }

        static int Number(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The text in NFC; the same object where it is that already and has no letter beyond U+02FF.</summary>
    /// <param name="text">Text without lone surrogates, which would become U+FFFD.</param>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange(FirstThatMayChange, char.MaxValue))
        {
            return text;
        }

        var letters = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, letters);
        }

        Order(letters);
        var composed = new StringBuilder(text.Length);
        foreach (int letter in Composed(letters))
        {
            composed.Append(new Rune(letter));
        }

        return composed.ToString();
    }

    /// <summary>Appends a letter's full canonical decomposition, in the order of the tables.</summary>
    internal static void Decompose(int letter, List<int> letters)
    {
        if ((uint)(letter - HangulFirst) < HangulCount)
        {
            int index = letter - HangulFirst, tail = index % TailCount;
            letters.Add(LeadFirst + (index / (VowelCount * TailCount)));
            letters.Add(VowelFirst + (index / TailCount % VowelCount));
            if (tail > 0)
            {
                letters.Add(TailFirst + tail);
            }
        }
        else if (s_parts.TryGetValue(letter, out int[]? parts))
        {
            foreach (int part in parts)
            {
                Decompose(part, letters);
            }
        }
        else
        {
            letters.Add(letter);
        }
    }

    /// <summary>Marks on one letter by their class, those of one class as they stood.</summary>
    private static void Order(List<int> letters)
    {
        for (int index = 1; index < letters.Count; index++)
        {
            int mark = letters[index], place = index;
            byte rank = ClassOf(mark);
            for (; rank > 0 && place > 0 && ClassOf(letters[place - 1]) > rank; place--)
            {
                letters[place] = letters[place - 1];
            }

            letters[place] = mark;
        }
    }

    private static List<int> Composed(List<int> letters)
    {
        var composed = new List<int>(letters.Count);
        int starter = -1;
        byte last = 0; // class of the last letter that was kept
        foreach (int letter in letters)
        {
            byte rank = ClassOf(letter);
            if (starter >= 0 && (last == 0 || last < rank) && Pair(composed[starter], letter) is { } whole)
            {
                composed[starter] = whole;
                continue;
            }

            (starter, last) = rank == 0 ? (composed.Count, (byte)0) : (starter, rank);
            composed.Add(letter);
        }

        return composed;
    }

    /// <summary>The letter that two make together; null when there is none.</summary>
    internal static int? Pair(int first, int second)
    {
        int lead = first - LeadFirst, vowel = second - VowelFirst, syllable = first - HangulFirst, tail = second - TailFirst;
        return (uint)lead < LeadCount && (uint)vowel < VowelCount ? HangulFirst + (((lead * VowelCount) + vowel) * TailCount)
            : (uint)syllable < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount ? first + tail
            : s_composites.TryGetValue((first, second), out int whole) ? whole : null;
    }

    /// <summary>The combining class: 0 for a letter that stands for itself, the place of a mark otherwise.</summary>
    internal static byte ClassOf(int letter) => s_classes.GetValueOrDefault(letter);
}
