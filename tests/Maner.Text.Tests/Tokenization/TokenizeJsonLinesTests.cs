using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class TokenizeJsonLinesTests
{
    private static readonly UnigramTokenizer s_tokenizer = TestModel.With(("▁", -1), ("a", -2)).Load();

    [Fact]
    public void A_text_becomes_ids_pieces_and_code_point_offsets() =>
        Assert.Equal(
            "{\"text\": \"a \U0001F600\", \"ids\": [4, 5, 4, 3], \"pieces\": [\"▁\", \"a\", \"▁\", \"\U0001F600\"], " +
            "\"begin\": [0, 0, 1, 2], \"end\": [0, 1, 2, 3]}\n",
            Run("{\"text\": \"a \\ud83d\\ude00\", \"more\": 1}"));

    [Fact]
    public void Only_what_JSON_demands_is_escaped() =>
        Assert.StartsWith(
            "{\"text\": \"\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\u007F\u2028é<\", ",
            Run("{\"text\": \"\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\u007F\u2028é<\"}"),
            StringComparison.Ordinal);

    [Fact]
    public void Blank_lines_are_passed_over() =>
        Assert.Equal("{\"text\": \"\", \"ids\": [], \"pieces\": [], \"begin\": [], \"end\": []}\n", Run("\n{\"text\":\"\"}\r\n \n"));

    [Theory]
    [InlineData("{\"text\": \"a\"", "a line that is not JSON (byte 12)")]
    [InlineData("[1]", "a JSON array")]
    [InlineData("{\"tokens\": []}", "an object without \"text\"")]
    [InlineData("{\"text\": 5}", "a \"text\" that is not a string")]
    [InlineData("{\"text\": \"\\ud800\"}", "a \"text\" with half a surrogate pair")]
    [InlineData("{\"text\": \"a\", \"text\": \"b\"}", "a line that is not JSON")]
    public void A_bad_line_is_named(string line, string found)
    {
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => Run("{\"text\":\"a\"}\n\n" + line));

        Assert.StartsWith("in.jsonl:3: expected a JSON object with a string \"text\", found " + found, problem.Message, StringComparison.Ordinal);
    }

    private static string Run(string input)
    {
        var output = new StringWriter();
        TokenizeJsonLines.Run(s_tokenizer, input.Split('\n').Select((line, index) => (index + 1, line)), "in.jsonl", output);
        return output.ToString();
    }
}
