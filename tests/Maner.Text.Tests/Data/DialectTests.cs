using System.Text;
using System.Text.RegularExpressions;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Text.Tests.Data;

/// <summary>Labelled sentences written in dialects drawn at random read back the same, or are refused; an odd line is the only difference, and reported.</summary>
public sealed class DialectTests
{
    private const int Files = 1500;
    private static readonly string[] s_words =
    [
        "Amadi", "lives", "in", "Tanga", "the", "river", "has", "risen", "again", ",", ".", "\"", "1987", "Otieno", "left", "Kisumu", "yesterday", "(", ")", "e-mail", "don't", "#tag",
        "we", "they", "saw", "a", "new", "bridge", "near", "Dodoma", "market", "prices", "fell", "3.5", "percent", "after", "rain", "minister", "said", "on", "Monday", "that", "schools",
        "open", "soon", "and", "children", "return", "B-52", "O'Neill", "ߕߊ߯ߣߍ߲", "香港", "город", "مدينة",
    ];

    [Fact]
    public void Every_dialect_reads_back_or_is_refused()
    {
        int refused = 0;
        for (int seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            Sentence[] sentences = Document(random);
            var dialect = new Dialect(random);
            (List<string> lines, _) = dialect.Write(sentences);
            if (Read(lines) is not { } set)
            {
                refused++;
                continue;
            }

            AssertSame(sentences, set.Sentences, $"seed {seed}: {dialect}\n{string.Join('\n', lines.Take(12))}\n{string.Join('\n', set.Assumptions)}", -1);
        }

        Assert.InRange(refused, 0, Files / 20);
    }

    [Fact]
    public void One_odd_line_is_reported_and_changes_no_other()
    {
        int refused = 0;
        for (int seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            Sentence[] sentences = Document(random);
            var dialect = new Dialect(random);
            (List<string> lines, List<int> wordLines) = dialect.Write(sentences);
            int place = random.Next(wordLines.Count), line = wordLines[place];
            string written = lines[line];
            lines[line] = Odd(written, random);
            if (lines[line] == written || Read(lines) is not { } set)
            {
                refused += lines[line] == written ? 0 : 1;
                continue;
            }

            string about = $"seed {seed}: {dialect}\n'{written}' became '{lines[line]}' in line {line + 1}\n{string.Join('\n', lines.Take(12))}\n{string.Join('\n', set.Assumptions)}\n{string.Join('\n', set.Repairs)}";
            bool isReported = set.Repairs.Any(repair => Math.Abs(repair.Line - line - 1) <= 1);
            AssertSame(sentences, set.Sentences, about, isReported ? place : -1);
        }

        Assert.InRange(refused, 0, Files / 10);
    }

    private static string Odd(string line, Random random) => random.Next(5) switch
    {
        0 => line.Replace("B-PER", "B_PER", StringComparison.Ordinal).Replace("B-LOC", "B_LOC", StringComparison.Ordinal),
        1 => Regex.Replace(line, "(?<=[\t,;|])O(?=[\t,;|]|$)", "o"),
        2 => line + (line.Contains('\t', StringComparison.Ordinal) ? "\t" : line.Contains(',', StringComparison.Ordinal) ? "," : " # why"),
        3 => line.Replace('\t', ' '),
        _ => line.Contains('\t', StringComparison.Ordinal) ? line[..line.LastIndexOf('\t')] : line,
    };

    // The odd word itself may have another tag or be read as another word, where it is reported.
    private static void AssertSame(Sentence[] expected, IReadOnlyList<Sentence> actual, string about, int oddPlace)
    {
        Assert.True(expected.Length == actual.Count, $"{actual.Count} sentences for {expected.Length}\n{about}");
        int place = 0;
        for (int sentence = 0; sentence < expected.Length; sentence++)
        {
            int odd = oddPlace - place;
            place += expected[sentence].Words.Count;
            bool hasOdd = odd >= 0 && odd < expected[sentence].Words.Count;
            Assert.True(expected[sentence].Words.Count == actual[sentence].Words.Count, $"{actual[sentence].JoinedWords} for {expected[sentence].JoinedWords}\n{about}");
            for (int word = 0; word < expected[sentence].Words.Count; word++)
            {
                Assert.True(expected[sentence].Words[word] == actual[sentence].Words[word] || (hasOdd && word == odd), $"'{actual[sentence].Words[word]}' for '{expected[sentence].Words[word]}'\n{about}");
            }

            Assert.True(hasOdd || expected[sentence].Entities!.SequenceEqual(actual[sentence].Entities!),
                $"{string.Join(' ', actual[sentence].Entities!)} for {string.Join(' ', expected[sentence].Entities!)}\n{about}");
        }
    }

    private static DataSet? Read(List<string> lines)
    {
        try
        {
            return LabelledData.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "file.txt");
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Entities are never neighbours, so that bare types can write them.
    private static Sentence[] Document(Random random)
    {
        var sentences = new Sentence[random.Next(8, 30)];
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            string[] words = [.. Enumerable.Range(0, random.Next(3, 15)).Select(_ => s_words[random.Next(s_words.Length)])];
            List<EntitySpan> entities = [];
            for (int word = random.Next(3); word < words.Length; word += random.Next(2, 6))
            {
                int end = Math.Min(words.Length, word + random.Next(1, 4));
                entities.Add(new EntitySpan(word, end, new[] { "PER", "LOC", "ORG" }[random.Next(3)]));
                word = end;
            }

            sentences[sentence] = new Sentence(words, entities, sentence + 1);
        }

        return sentences;
    }
}
