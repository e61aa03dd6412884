using Maner.Testing;
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
    [InlineData("""{"tokens":["Bob","ran"],"tags":[1,0],"ner_tags":[0,1]}""", "found others in 'tags' than in 'ner_tags'")]
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

    [Theory]
    [InlineData("prodigy: token_start", """{"text":"Bob ran","tokens":[{"text":"Bob","start":0,"end":3,"id":0},{"text":"ran","start":4,"end":7,"id":1}],"spans":[{"start":0,"end":3,"token_start":1,"token_end":1,"label":"PER"}],"answer":"accept"}""", "its token 1 ('token_start'), 4, found 0")]
    [InlineData("prodigy: token_end", """{"text":"Bob ran","tokens":[{"text":"Bob","start":0,"end":3,"id":0},{"text":"ran","start":4,"end":7,"id":1}],"spans":[{"start":0,"end":3,"token_start":0,"token_end":1,"label":"PER"}],"answer":"accept"}""", "its token 1 ('token_end'), 7, found 3")]
    [InlineData("prodigy: no such token", """{"text":"Bob","tokens":[{"text":"Bob","start":0,"end":3,"id":0}],"spans":[{"start":0,"end":3,"token_start":0,"token_end":7,"label":"PER"}],"answer":"accept"}""", "0 to 0, found 7")]
    [InlineData("prodigy: text", """{"text":"Bob ran","spans":[{"start":0,"end":3,"text":"ran","label":"PER"}],"answer":"accept"}""", "to be 'ran', as the file says, found 'Bob'")]
    [InlineData("doccano: text", """{"text":"Bob ran","entities":[{"start_offset":0,"end_offset":3,"text":"ran","label":"PER"}],"relations":[]}""", "to be 'ran', as the file says, found 'Bob'")]
    [InlineData("doccano: label and entities", """{"text":"Bob ran","label":[[0,3,"PER"]],"entities":[{"start_offset":4,"end_offset":7,"label":"PER"}]}""", "found others in 'entities' than in 'label'")]
    [InlineData("doccano: label and labels", """{"text":"Bob ran","label":[[0,3,"PER"]],"labels":[[0,3,"LOC"]]}""", "found others in 'labels' than in 'label'")]
    [InlineData("doccano: O", """{"text":"Bob ran","label":[[0,3,"PER"],[4,7,"O"]]}""", "found 'O', the tag of words outside entities")]
    [InlineData("spaCy: entities and no tags", """[{"id":0,"paragraphs":[{"raw":"Bob ran","entities":[[0,3,"PER"]],"sentences":[{"tokens":[{"orth":"Bob","ner":"O"},{"orth":"ran","ner":"O"}]}]}]}]""", "(PER) in the words' 'ner', found none")]
    [InlineData("spaCy: entities and other tags", """[{"id":0,"paragraphs":[{"raw":"Bob ran","entities":[[0,3,"PER"]],"sentences":[{"tokens":[{"orth":"Bob","ner":"U-LOC"},{"orth":"ran","ner":"O"}]}]}]}]""", "(PER) in the words' 'ner', found LOC")]
    [InlineData("JSON Lines: another text", """{"text":"Something else","tokens":["Bob","ran"],"ner_tags":["B-PER","O"]}""", "found another text, 'Something else'")]
    public void What_a_record_says_twice_has_to_be_the_same(string what, string content, string expected)
    {
        string message = MessageOf(content, "a.json");
        Assert.True(message.StartsWith("a.json:1: expected ", StringComparison.Ordinal) && message.Contains(expected, StringComparison.Ordinal), $"{what}: {message}");
    }

    [Theory]
    [InlineData("""{"text":"Bob ran","tokens":[{"text":"Bob","start":0,"end":3,"id":0}],"spans":[{"start":0,"end":3,"token_start":0,"token_end":0,"text":"Bob","label":"PER"}],"answer":"accept"}""")]
    [InlineData("""{"text":"Bob ran","label":[[0,3,"PER"]],"labels":[[0,3,"PER"]],"entities":[]}""")]
    [InlineData("""[{"id":0,"paragraphs":[{"raw":"Bob ran","entities":[[0,3,"PER"]],"sentences":[{"tokens":[{"orth":"Bob","ner":"U-PER"},{"orth":"ran","ner":"O"}]}]}]}]""")]
    [InlineData("""{"text":"\"Bob\" ran","tokens":["``","Bob","''","ran"],"ner_tags":["O","B-PER","O","O"]}""")]
    public void What_a_record_says_twice_alike_is_read(string content) => Assert.Equal("Bob PER", FormatFiles.Entities(FormatFiles.Parse(content, "a.json")));

    [Fact]
    public void An_annotation_of_brat_has_its_number_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.txt"), "Bob ran\n");
        File.WriteAllText(folder.File("a.ann"), "T1\tPER 0 3\tBob\nT1\tLOC 4 7\tran\n");
        Assert.Contains("a.ann:2: expected every annotation's number once, found 'T1', which line 1 has already",
            Assert.Throws<InvalidDataException>(() => LabelledData.Read(folder.File("a.ann"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"Bob ran","ents":[{"start":0,"end":3,"label":"PER"}]}""", "There are texts, and 'ents', which is in no layout")]
    [InlineData("""{"text":"Bob ran","label":{"name":{"Bob":[[0,2]]}}}""", "There are texts, and 'label', which is in no layout")]
    [InlineData("""{"text":"Bob ran","source":"web"}""", "There are texts and no labels")]
    public void Labels_in_an_unknown_layout_are_named(string content, string expected) => Assert.Contains(expected, MessageOf(content, "a.json"), StringComparison.Ordinal);

    [Fact]
    public void Offsets_that_fit_words_in_UTF_16_alone_are_told()
    {
        const string Task = """[{"id":1,"data":{"text":"😊 Bob ran"},"annotations":[{"id":1,"result":[{"to_name":"text","type":"labels","value":{"start":3,"end":6,"labels":["PER"]}}]}]}]""";
        Assert.Contains(FormatFiles.Parse(Task, "a.json").Assumptions, note => note.Contains("counted UTF-16", StringComparison.Ordinal));
        Assert.DoesNotContain(FormatFiles.Parse(Task.Replace("3,", "2,", StringComparison.Ordinal).Replace("6,", "5,", StringComparison.Ordinal), "a.json").Assumptions, note => note.Contains("UTF-16", StringComparison.Ordinal));
        Assert.Contains("Counted in UTF-16", MessageOf(Task.Replace("3,", "7,", StringComparison.Ordinal).Replace("6,", "10,", StringComparison.Ordinal), "a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_with_a_row_of_tags_is_no_word_with_its_tag()
    {
        foreach (string name in new[] { "a.tsv", "a.conll", "a.txt" })
        {
            Assert.Contains(":2: expected one word and its tag per line, found a sentence with a row of tags", MessageOf("text\ttags\nAmina lives\tB-PER O\nHe left\tO O\n", name), StringComparison.Ordinal);
        }

        Assert.Equal("Guernica WORK OF ART", FormatFiles.Entities(FormatFiles.Parse("Guernica\tB-WORK OF ART\nhangs\tO\n", "a.tsv")));
    }

    private static string MessageOf(string content, string name, LabelledDataOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => FormatFiles.Parse(content, name, options)).Message;
}
