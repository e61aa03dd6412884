using System.Text.Json;
using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

/// <summary>
/// Files written by, or checked against, the reference C++ library. No line differs, so there is no list of exceptions:
/// the comparison is of whole lines, text, ids, pieces and code-point offsets at once.
/// </summary>
public sealed class GoldenTests
{
    [Fact]
    public void Xlmr_lines_are_those_of_the_reference_library() =>
        AssertSameLines(Tokenizers.Xlmr, Path.Combine(SharedFiles.Repository, "tests/Golden/tokenizer-xlmr/golden.jsonl"), minimum: 466);

    [Fact]
    public void All_Xlmr_lines_are_those_of_the_reference_library() =>
        AssertSameLines(Tokenizers.Xlmr, SharedFiles.OrSkip("oracle/tokenizer-xlmr/golden.jsonl"), minimum: 2637);

    [Fact]
    public void Mini_lines_stay_as_they_were() =>
        AssertSameLines(Tokenizers.Mini, Path.Combine(SharedFiles.Repository, "tests/Golden/tokenizer-mini.jsonl"), minimum: 60);

    [Fact]
    public void Words_get_the_ids_of_the_same_text()
    {
        foreach (string line in File.ReadLines(Path.Combine(SharedFiles.Repository, "tests/Golden/tokenizer-mini.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string text = document.RootElement.GetProperty("text").GetString()!;

            Assert.Equal(Tokenizers.Mini.Encode(text).Ids, Tokenizers.Mini.Word(text));
        }
    }

    private static void AssertSameLines(UnigramTokenizer tokenizer, string path, int minimum)
    {
        var written = new StringWriter();
        TokenizeJsonLines.Run(tokenizer, File.ReadLines(path).Select((line, index) => (index + 1, line)), path, written);

        string[] expected = File.ReadAllText(path).TrimEnd('\n').Split('\n');
        string[] actual = written.ToString().TrimEnd('\n').Split('\n');
        Assert.True(expected.Length >= minimum, $"{path} has {expected.Length} lines");
        Assert.Equal(expected, actual);
    }
}
