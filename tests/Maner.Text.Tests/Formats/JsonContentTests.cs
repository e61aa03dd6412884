using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;

namespace Maner.Text.Tests.Formats;

/// <summary>What JSON says is read rightly or refused: never by another format, never half of it, never one of two things that contradict each other.</summary>
public sealed class JsonContentTests
{
    [Theory]
    [InlineData("""{"tokens": [{"text": "Bob", "ner": "B-PER"}, {"text": "ran", "ner": "O"}]}""", "objects with 'text', 'ner'")]
    [InlineData("""[{"sentence": "Bob ran", "spans_of": [0, 3, "PER"]}]""", "objects with 'sentence', 'spans_of'")]
    [InlineData("""[{"sentence": "Bob ran", "spans_of": [0, 3, "PER"]}""", "expected JSON")]
    [InlineData("""[[0, 3, "PER"], [5, 8, "LOC"]]""", "found a list")]
    public void JSON_is_no_text_with_names_in_brackets(string content, string expected)
    {
        foreach (string name in new[] { "a.jsonl", "a.json", "a.txt" })
        {
            Assert.Contains(expected, MessageOf(content, name), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_first_word_in_two_brackets_is_a_slip_where_the_extension_says_brackets() =>
        Assert.Contains("a bracket inside a bracket", MessageOf("[[Bob PER] ran\n[Ann PER] ran\n", "a.brackets"), StringComparison.Ordinal);

    private static string MessageOf(string content, string name, LabelledDataOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => FormatFiles.Parse(content, name, options)).Message;
}
