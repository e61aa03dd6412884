using System.Text.Json;
using Maner.Ner.Prediction;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests.Prediction;

public sealed class TaggedWriterTests
{
    [Fact]
    public void Conll_is_word_and_tag_with_a_blank_line_after_each_sentence()
    {
        using var output = new StringWriter();
        var writer = new ConllWriter(output);

        writer.Write(Tagged.Of(Sentence.FromWords(["Ana", "saw"]), "B-PER", "O"));
        writer.Write(Tagged.Of(Sentence.FromWords([])));
        writer.Write(Tagged.Of(Sentence.FromWords(["Dili"]), "B-LOC"));

        Assert.Equal("Ana\tB-PER\nsaw\tO\n\nDili\tB-LOC\n\n", output.ToString());
    }

    [Fact]
    public void Conll_probabilities_stand_between_the_word_and_its_tag()
    {
        using var output = new StringWriter();

        new ConllWriter(output, probabilities: true).Write(Tagged.Of(Sentence.FromWords(["Dili"]), "B-LOC"));

        Assert.Equal("Dili\tO=0.025000\tB-LOC=0.900000\tI-LOC=0.025000\tB-PER=0.025000\tI-PER=0.025000\tB-LOC\n\n", output.ToString());
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    public void A_word_that_breaks_the_columns_is_refused_before_anything_is_written(string word)
    {
        using var output = new StringWriter();

        string message = Assert.Throws<InvalidDataException>(
            () => new ConllWriter(output).Write(Tagged.Of(Sentence.FromWords(["ok", word], 4), "O", "O"))).Message;

        Assert.Contains("the sentence at line 4 cannot be written in the CoNLL format", message, StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Json_entities_have_words_and_code_points_of_the_input_text()
    {
        const string Text = "\uD83D\uDE00 Ana  Lima saw Dili.";
        TaggedSentence sentence = Tagged.Of(Sentence.FromText(Text), "O", "B-PER", "I-PER", "O", "B-LOC", "O");

        using JsonDocument document = Write(sentence, probabilities: false);
        JsonElement root = document.RootElement;

        Assert.Equal(["text", "tokens", "tags", "entities"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Text, root.GetProperty("text").GetString());
        Assert.Equal(["\uD83D\uDE00", "Ana", "Lima", "saw", "Dili", "."], Strings(root.GetProperty("tokens")));
        Assert.Equal(["O", "B-PER", "I-PER", "O", "B-LOC", "O"], Strings(root.GetProperty("tags")));
        Assert.Equal(
            [("PER", "Ana  Lima", 1, 3, 2, 11, 0.7f), ("LOC", "Dili", 4, 5, 16, 20, 0.5f)],
            root.GetProperty("entities").EnumerateArray().Select(entity => (
                entity.GetProperty("type").GetString(),
                entity.GetProperty("text").GetString(),
                entity.GetProperty("start_word").GetInt32(),
                entity.GetProperty("end_word").GetInt32(),
                entity.GetProperty("begin").GetInt32(),
                entity.GetProperty("end").GetInt32(),
                MathF.Round(entity.GetProperty("probability").GetSingle(), 6))));
    }

    [Fact]
    public void Json_text_of_words_is_their_join()
    {
        using JsonDocument document = Write(Tagged.Of(Sentence.FromWords(["in", "Addis", "Abeba"]), "O", "B-LOC", "I-LOC"), probabilities: false);
        JsonElement entity = document.RootElement.GetProperty("entities")[0];

        Assert.Equal("in Addis Abeba", document.RootElement.GetProperty("text").GetString());
        Assert.Equal(("Addis Abeba", 3, 14), (entity.GetProperty("text").GetString(), entity.GetProperty("begin").GetInt32(), entity.GetProperty("end").GetInt32()));
    }

    [Fact]
    public void Json_probabilities_are_a_row_a_word_in_the_order_of_the_labels()
    {
        TaggedSentence sentence = Tagged.Of(Sentence.FromWords(["in", "Dili"]), "O", "B-LOC");

        using JsonDocument document = Write(sentence, probabilities: true);

        Assert.Equal(Tagged.TagSet.Tags, Strings(document.RootElement.GetProperty("labels")));
        JsonElement rows = document.RootElement.GetProperty("probabilities");
        Assert.Equal(2, rows.GetArrayLength());
        Assert.Equal(sentence.ProbabilitiesOf(1).ToArray(), rows[1].EnumerateArray().Select(value => value.GetSingle()));
    }

    [Fact]
    public void Json_lines_read_back_as_the_same_words_and_offsets()
    {
        var input = Sentence.FromText("ኣበበ\u1361ተስፋዬ \"x\" \u0001 እዩ።", 1);
        using var output = new StringWriter();
        new JsonLinesWriter(output).Write(Tagged.Of(input, [.. input.Words.Select(_ => "O")]));

        Sentence back = Assert.Single(InputReader.ReadJsonLines(new StringReader(output.ToString()), "out.jsonl"));

        Assert.Contains("ተስፋዬ", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(input.Text, back.Text);
        Assert.Equal(input.Words, back.Words);
        Assert.Equal(input.Offsets, back.Offsets);
    }

    [Fact]
    public void A_lone_surrogate_does_not_stop_the_output()
    {
        using JsonDocument document = Write(Tagged.Of(Sentence.FromText("a \uD83D b"), "O", "B-LOC", "O"), probabilities: false);

        Assert.Equal(2, document.RootElement.GetProperty("entities")[0].GetProperty("begin").GetInt32());
    }

    private static JsonDocument Write(TaggedSentence sentence, bool probabilities)
    {
        using var output = new StringWriter();
        new JsonLinesWriter(output, probabilities).Write(sentence);
        Assert.EndsWith("}\n", output.ToString(), StringComparison.Ordinal);
        return JsonDocument.Parse(output.ToString());
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(element => element.GetString());
}
