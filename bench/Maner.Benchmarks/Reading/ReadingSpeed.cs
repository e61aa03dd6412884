using System.Diagnostics;
using System.Globalization;
using System.Text;
using Maner.Text.Data;

namespace Maner.Benchmarks.Reading;

/// <summary>
/// Time and peak memory of reading a million sentences of CoNLL: <c>reading [SENTENCES [WORDS]]</c>, 1,000,000 sentences of 20 words on
/// the average, or <c>reading FILE</c>.
/// Words are drawn as text draws them: the n-th commonest with a frequency of 1/n, a tenth of them in entities.
/// </summary>
internal static class ReadingSpeed
{
    private const int Vocabulary = 300_000;
    private static readonly string[] s_types = ["PER", "LOC", "ORG", "DATE"];

    public static void Print(string[] args, TextWriter output)
    {
        if (args is [var named] && File.Exists(named))
        {
            Read(named, output);
            return;
        }

        int sentences = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        int words = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        string path = Path.Combine(Path.GetTempPath(), $"maner-reading-{Environment.ProcessId}.conll");
        try
        {
            Write(path, sentences, words);
            Read(path, output);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Read(string path, TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        DataSet set = LabelledData.Read(path);
        double seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{set.Sentences.Count} sentences, {set.Sentences.Sum(sentence => (long)sentence.Words.Count)} words, {new FileInfo(path).Length / 1e6:F0} MB: {seconds:F1} s " +
            $"({(process.TotalProcessorTime - before).TotalSeconds:F1} s of processor time), peak {process.PeakWorkingSet64 / 1e6:F0} MB, {set.Repairs.Count} repairs"));
    }

    private static void Write(string path, int sentences, int words)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20) { NewLine = "\n" };
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            int length = random.Next(words / 2, (words * 3 / 2) + 1), inside = 0;
            string type = "";
            for (int word = 0; word < length; word++)
            {
                // The logarithm of a rank is spread evenly where frequencies are 1/rank.
                int rank = (int)Math.Exp(random.NextDouble() * Math.Log(Vocabulary));
                string tag = "O";
                if (inside > 0)
                {
                    (tag, inside) = ("I-" + type, inside - 1);
                }
                else if (random.Next(16) == 0)
                {
                    (type, inside) = (s_types[random.Next(s_types.Length)], random.Next(3));
                    tag = "B-" + type;
                }

                writer.Write(Spelling(rank));
                writer.Write('\t');
                writer.WriteLine(tag);
            }

            writer.WriteLine();
        }
    }

    private static string Spelling(int rank)
    {
        const string Consonants = "bcdfghjklmnprstvwz", Vowels = "aeiou";
        var letters = new StringBuilder();
        for (int rest = rank; rest > 0 || letters.Length == 0; rest /= Consonants.Length * Vowels.Length)
        {
            letters.Append(Consonants[rest % Consonants.Length]).Append(Vowels[rest / Consonants.Length % Vowels.Length]);
        }

        return letters.ToString();
    }
}
