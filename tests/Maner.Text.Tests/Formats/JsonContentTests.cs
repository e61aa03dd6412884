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

    [Fact]
    public void Regions_of_Label_Studio_are_on_the_text_that_they_name()
    {
        const string One = """{"from_name":"l","to_name":"title","type":"labels","value":{"start":0,"end":3,"labels":["PER"]}}""";
        const string Two = """{"from_name":"l","to_name":"text","type":"labels","value":{"start":4,"end":7,"labels":["PER"]}}""";
        const string Data = """ "data":{"title":"Kim sat","text":"Bob Lee"} """;
        DataSet both = FormatFiles.Parse($$"""[{"id":1,{{Data}},"annotations":[{"id":1,"result":[{{One}},{{Two}}]}]},{"id":2,{{Data}},"annotations":[{"id":2,"result":[{{Two}}]}]}]""", "a.json");
        Assert.Equal("Kim PER|Lee PER|-|Lee PER", FormatFiles.Entities(both));
        Assert.Equal(["1", "1", "2", "2"], both.Sentences.Select(sentence => sentence.Document));

        DataSet single = FormatFiles.Parse($$"""[{"id":1,{{Data}},"annotations":[{"id":1,"result":[{{Two}}]}]}]""", "a.json");
        Assert.Equal("Lee PER", FormatFiles.Entities(single));
        Assert.Contains(single.Assumptions, note => note.Contains("'title'", StringComparison.Ordinal));

        string named = $$"""[{"id":1,{{Data}},"annotations":[{"id":1,"result":[{{One.Replace("title", "head", StringComparison.Ordinal)}},{{Two}}]}]}]""";
        Assert.Contains("found 'head' beside 'title', 'text'", MessageOf(named, "a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_of_JSON_MIN_are_refused_where_they_may_be_on_another_text()
    {
        const string Record = """[{"id":1,"title":"Kim sat","text":"Bob Lee","label":[{"start":0,"end":3,"text":"Bob","labels":["PER"]}],"annotation_id":1,"lead_time":2}]""";
        Assert.Equal("Bob PER", FormatFiles.Entities(FormatFiles.Parse(Record, "a.json")));
        Assert.Contains("may be on 'title'", MessageOf(Record.Replace("\"text\":\"Bob\",", "", StringComparison.Ordinal), "a.json"), StringComparison.Ordinal);
        Assert.Contains("may be on 'title'", MessageOf(Record.Replace("Kim sat", "Bob sat", StringComparison.Ordinal), "a.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tokens":["Bob","ran"],"tags":["B-PER","O"],"ner_tags":["B-LOC","O"]}""", "a.jsonl:1: expected one list of tags, found others in 'tags' than in 'ner_tags'")]
    [InlineData("""{"tokens":["Bob","ran"],"labels":["B-PER","O"],"ner_tags":["O","O"]}""", "found others in 'labels' than in 'ner_tags'")]
    [InlineData("""{"tokens":["Bob","ran"],"labels":["PER","O"],"ner_tags":["B-PER","O"]}""", "found others in 'labels' than in 'ner_tags'")]
    [InlineData("""{"tokens":["Bob","ran"],"words":["Bobs","ran"],"ner_tags":["B-PER","O"]}""", "found others in 'words' than in 'tokens'")]
    [InlineData("""{"tokens":["Bob","ran"],"one":["B-PER","O"],"two":["O","B-PER"]}""", "found 'one' and 'two', which may both be")]
    public void Two_lists_that_contradict_each_other_are_refused(string content, string expected)
    {
        Assert.Contains(expected, MessageOf(content, "a.jsonl"), StringComparison.Ordinal);
        Assert.Contains(expected[expected.IndexOf("found", StringComparison.Ordinal)..], MessageOf(content, "a.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tokens":["Bob","ran"],"pos_tags":["NNP","VBD"],"chunk_tags":["B-NP","B-VP"],"ner_tags":["O","O"]}""", "-")]
    [InlineData("""{"tokens":["Bob","ran"],"pos_tags":["NNP","VBD"],"chunks":["B-NP","B-VP"],"gold":["B-PER","O"]}""", "Bob PER")]
    [InlineData("""{"tokens":["Bob","ran"],"tags":["NNP","VBD"],"ner_tags":["B-PER","O"]}""", "Bob PER")]
    [InlineData("""{"tokens":["Bob","ran"],"tags":["B-NP","B-VP"],"ner_tags":["B-PER","O"]}""", "Bob PER")]
    [InlineData("""{"tokens":["Bob","ran"],"tags":["NNP","VBD"],"gold":["B-PER","O"]}""", "Bob PER")]
    [InlineData("""{"tokens":["Bob","ran"],"words":["Bob","ran"],"tags":["B-PER","O"],"ner_tags":["B-PER","O"]}""", "Bob PER")]
    [InlineData("""{"tokens":["Bob","ran"],"chunk_tags":["B-NP","B-VP"]}""", "Bob NP, ran VP")]
    public void Chunks_and_parts_of_speech_are_no_names(string content, string expected) =>
        Assert.Equal(expected, FormatFiles.Entities(FormatFiles.Parse(content, "a.jsonl")));

    [Fact]
    public void Other_tags_beside_those_with_the_formats_own_name_are_told()
    {
        DataSet set = FormatFiles.Parse("""{"tokens":["Bob","ran"],"ner_tags":["B-PER","O"],"fine":["B-PER/king","O"]}""", "a.jsonl");
        Assert.Contains(set.Assumptions, note => note.Contains("tags in 'fine' too", StringComparison.Ordinal));
    }

    private static string MessageOf(string content, string name, LabelledDataOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => FormatFiles.Parse(content, name, options)).Message;
}
