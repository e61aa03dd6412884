using System.Globalization;

namespace Maner.Text.Unicode;

/// <summary>Unicode's compatibility decompositions: ﬁ as f and i, ² as 2. Read when they are first needed.</summary>
internal static class CompatibleForm
{
    private static readonly Lazy<Dictionary<int, int[]>> s_parts = new(Load);

    /// <summary>The first letter that has one.</summary>
    public const char FirstThatMayChange = '\u00A0';

    /// <summary>Appends a letter's full compatibility decomposition, in the order of the tables.</summary>
    public static void Decompose(int letter, List<int> letters)
    {
        int first = letters.Count;
        CanonicalForm.Decompose(letter, letters);
        for (int index = first; index < letters.Count; index++)
        {
            if (s_parts.Value.TryGetValue(letters[index], out int[]? parts))
            {
                int[] rest = [.. letters[(index + 1)..]];
                letters.RemoveRange(index, letters.Count - index);
                foreach (int part in parts)
                {
                    Decompose(part, letters);
                }

                index = letters.Count - 1;
                letters.AddRange(rest);
            }
        }
    }

    private static Dictionary<int, int[]> Load()
    {
        var parts = new Dictionary<int, int[]>();
        using Stream stream = typeof(CompatibleForm).Assembly.GetManifestResourceStream("compatibility.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            switch (fields[0])
            {
                case "K":
                    parts.Add(Number(fields[1]), [.. fields[2..].Select(Number)]);
                    break;
                case "R":
                    string[] range = fields[1].Split('-');
                    int first = Number(range[0]);
                    for (int letter = first; letter <= Number(range[1]); letter++)
                    {
                        parts.Add(letter, [Number(fields[2]) + letter - first]);
                    }

                    break;
            }
        }

        return parts;

        static int Number(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
