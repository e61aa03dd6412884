using System.Text;
using Maner.Ner.Prediction;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Xunit;

namespace Maner.Ner.Tests.Prediction;

public sealed class InputReaderTests
{
    [Fact]
    public void Text_is_a_sentence_a_line_with_offsets_and_blank_lines_are_skipped_but_counted()
    {
        Sentence[] sentences = [.. InputReader.ReadText(new StringReader("\uFEFFJuma alicheka.\r\n\n \u200B\nAkaenda  Tanga"), "in.txt")];

        Assert.Equal([1, 4], sentences.Select(sentence => sentence.Line));
        Assert.Equal(["Juma", "alicheka", "."], sentences[0].Words);
        Assert.Equal("Juma alicheka.", sentences[0].Text);
        Assert.Equal([new(0, 7), new(9, 14)], sentences[1].Offsets!);
    }

    [Fact]
    public void Only_LF_and_CRLF_end_a_line()
    {
        Sentence[] sentences = [.. InputReader.ReadWords(new StringReader("a\u2028b c\rd\u0085e\r\nf\n"), "in.txt")];

        Assert.Equal(2, sentences.Length);
        Assert.Equal(["a\u2028b", "c\rd\u0085e"], sentences[0].Words);
        Assert.Equal(["f"], sentences[1].Words);
    }

    [Fact]
    public void Words_are_separated_by_spaces_and_tabs_only()
    {
        Sentence sentence = Assert.Single(InputReader.ReadWords(new StringReader("  Dar\u00A0es Salaam,\t leo \n\n"), "in.txt"));

        Assert.Equal(["Dar\u00A0es", "Salaam,", "leo"], sentence.Words);
        Assert.Null(sentence.Text);
        (string text, IReadOnlyList<TextRange> offsets) = sentence.Locate();
        Assert.Equal("Dar\u00A0es Salaam, leo", text);
        Assert.Equal(sentence.Words, offsets.Select(offset => offset.Of(text)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_000)]
    public void Lines_survive_the_edges_of_the_buffer(int length)
    {
        string line = new('x', length);

        Assert.Equal([line, "y", line], InputReader.ReadWords(new StringReader($"{line}\r\ny\n{line}"), "in").Select(sentence => sentence.Words[0]));
    }

    [Fact]
    public void Sentences_come_before_the_source_ends()
    {
        using var reader = new EndlessReader();

        Assert.Equal(3, InputReader.ReadText(reader, "stdin").Take(3).Count());
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        using StreamReader reader = InputReader.Utf8(new MemoryStream([(byte)'a', (byte)'\n', 0xE9, (byte)'\n']));

        string message = Assert.Throws<InvalidDataException>(() => InputReader.ReadText(reader, "latin1.txt").ToList()).Message;

        Assert.StartsWith("latin1.txt:2: expected UTF-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_UTF8_stream_loses_its_byte_order_mark()
    {
        using StreamReader reader = InputReader.Utf8(new MemoryStream([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("ሰላም ነው")]));

        Assert.Equal(["ሰላም", "ነው"], Assert.Single(InputReader.ReadWords(reader, "in")).Words);
    }

    [Fact]
    public void What_separates_words_may_stand_between_tokens()
    {
        Sentence found = Assert.Single(InputReader.ReadJsonLines(new StringReader("{\"tokens\": [\"in\", \"Mombasa\"], \"text\": \"in \\u200bMombasa\"}"), "in"));
        Assert.Equal(("in \u200bMombasa", 4), (found.Text, found.Offsets![1].Begin));
    }

    [Fact]
    public void Json_lines_hold_text_or_tokens()
    {
        const string Lines = """
            {"text": "Ana, Dili", "id": 7}

            {"tokens": ["New York", ""], "ner_tags": [0, 0]}
            {"text": ""}
            """;

        Sentence[] sentences = [.. InputReader.ReadJsonLines(new StringReader(Lines), "in.jsonl")];

        Assert.Equal([1, 3, 4], sentences.Select(sentence => sentence.Line));
        Assert.Equal(["Ana", ",", "Dili"], sentences[0].Words);
        Assert.Equal(["New York", ""], sentences[1].Words);
        Assert.Null(sentences[1].Text);
        Assert.Empty(sentences[2].Words);
    }

    [Fact]
    public void Tokens_are_found_in_the_text_that_stands_beside_them()
    {
        Sentence found = Assert.Single(InputReader.ReadJsonLines(new StringReader("""{"tokens": ["a", "a.b", "c"], "text": "a  a.bc"}"""), "in"));
        Sentence notFound = Assert.Single(InputReader.ReadJsonLines(new StringReader("""{"tokens": ["a", "c"], "text": "a b c"}"""), "in"));

        Assert.Equal([new(0, 1), new(3, 6), new(6, 7)], found.Offsets!);
        Assert.Equal(("a c", null), (notFound.Locate().Text, notFound.Text));
    }

    [Theory]
    [InlineData("[1]", "an array")]
    [InlineData("{}", "no members")]
    [InlineData("""{"words": ["a"], "b": 1}""", "\"words\", \"b\"")]
    [InlineData("""{"text": 5}""", "\"text\" is a number")]
    [InlineData("""{"text": null}""", "\"text\" is null")]
    [InlineData("""{"tokens": "a b"}""", "\"tokens\" is a string")]
    [InlineData("""{"tokens": ["a", {}]}""", "token 2 is an object")]
    [InlineData("""{"text": "\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"text": "a" """, "not JSON")]
    [InlineData("Plain text.", "not JSON")]
    public void Other_lines_are_refused_with_their_place(string line, string found)
    {
        string message = Assert.Throws<InvalidDataException>(
            () => InputReader.ReadJsonLines(new StringReader("{\"text\": \"ok\"}\n" + line), "in.jsonl").ToList()).Message;

        Assert.StartsWith("in.jsonl:2: expected a JSON object", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_sentence_keeps_its_words_and_line()
    {
        Sentence sentence = new Sentence(["a", "b"], null, 12);

        Assert.Equal((12, 2), (sentence.Line, sentence.Words.Count));
    }

    private sealed class EndlessReader : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            "hi\n".CopyTo(0, buffer, index, 3);
            return 3;
        }
    }
}
