using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

public sealed class JsonLinesReaderTests
{
    [Theory]
    [InlineData("ner_tags")]
    [InlineData("tags")]
    public void Tokens_and_tags_are_read_by_content_whatever_the_name(string field)
    {
        DataSet set = Read($$"""{"id":7,"tokens":["Amina","is","in","Hargeisa"],"{{field}}":["B-PER","O","O","B-LOC"]}""" + "\n\n" + """{"tokens":["no"],"tags":["O"]}""", path: "file.txt");
        Assert.Equal("jsonl", set.Format);
        Assert.Equal("Amina is in Hargeisa|no", WordsOf(set));
        Assert.Equal("PER 0-1, LOC 3-4|-", EntitiesOf(set));
        Assert.Equal([1, 3], set.Sentences.Select(sentence => sentence.Line));
    }

    [Fact]
    public void Integer_tags_need_their_names()
    {
        string text = """{"tokens":["Amina","is"],"ner_tags":[1,0]}""";
        Assert.Contains("LabelledDataOptions.TagNames", MessageOf(text), StringComparison.Ordinal);
        Assert.Equal("PER 0-1", EntitiesOf(Read(text, new LabelledDataOptions { TagNames = ["O", "B-PER", "I-PER"] })));
        Assert.Contains("expected a number from 0 to 0", MessageOf(text, new LabelledDataOptions { TagNames = ["O"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tokens":["a","b"],"ner_tags":["O"]}""", "as many 'ner_tags' as 'tokens' (2), found 1")]
    [InlineData("""{"tokens":["a",3],"ner_tags":["O","O"]}""", "found a number at place 2")]
    [InlineData("""{"tokens":"a b","ner_tags":["O","O"]}""", "expected a list in 'tokens', found a string")]
    [InlineData("""{"words":["a"],"ner_tags":["O"]}""", "expected a list 'tokens'")]
    [InlineData("""{"tokens":["a"],"ner_tags":[true]}""", "found a truth value")]
    [InlineData("""{"tokens":["a"]}""", "expected a list 'ner_tags' or 'tags'")]
    [InlineData("""{"tokens":["a"],"tokens":["b"],"tags":["O"]}""", "found the member 'tokens' twice, so that it is not JSON")]
    [InlineData("""{"tokens":["a"],"tags":["O"]} {"tokens":["b"],"tags":["O"]}""", "found 2 values on the line. Write each on a line of its own.")]
    [InlineData("""{"tokens":["a"],"ner_tags":[-100]}""", "found the number -100, with which Hugging Face's libraries mark pieces")]
    [InlineData("""{"tokens":["a"],"tags":["O"]""", "not JSON")]
    [InlineData("""[{"tokens":["a"],"tags":["O"]}]""", "expected a JSON object with 'tokens', found a list")]
    [InlineData("""{"\ud800":1,"\ud800":2,"tokens":["a"],"tags":["O"]}""", "expected ")]
    [InlineData("""{"tokens":["\ud800"],"tags":["O"]}""", "surrogate")]
    public void A_record_that_cannot_be_used_is_refused_with_its_line(string record, string expected)
    {
        string message = MessageOf("""{"tokens":["x"],"tags":["O"]}""" + "\n" + record + "\n", path: "file.jsonl");
        Assert.StartsWith("file.jsonl:2: expected ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_are_mended_and_reported()
    {
        DataSet set = Read("""
            {"tokens":["a","","b\nc"],"tags":["B-X",null,""]}
            {"tokens":[],"tags":[]}
            """);
        Assert.Equal(["a", "", "b\nc"], Assert.Single(set.Sentences).Words);
        Assert.Equal("empty-token:1, control-character:1, missing-tag:1, missing-tag:1, empty-sentence:2", Sorted(set));

        static string Sorted(DataSet set) => string.Join(", ", set.Repairs.OrderBy(repair => repair.Line).ThenBy(repair => repair.Kind switch
        {
            RepairKind.EmptyToken => 0,
            RepairKind.ControlCharacter => 1,
            _ => 2,
        }).Select(repair => $"{RepairKinds.NameOf(repair.Kind)}:{repair.Line}"));
    }

    [Fact]
    public void Records_with_and_without_tags_mix_where_none_are_needed()
    {
        string text = """{"tokens":["a"],"tags":["B-X"]}""" + "\n" + """{"tokens":["b"]}""";
        Assert.Equal("X 0-1|unlabelled", EntitiesOf(Read(text, new LabelledDataOptions { RequireTags = false })));
        Assert.Contains("file.conll:2", MessageOf(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_brace_as_a_first_word_is_no_JSON()
    {
        Assert.Equal("{ \"", WordsOf(Read("{\tO\n\"\tO\n")));
        Assert.Equal("conll", Read("{\tO\n}\tO\n").Format);
    }
}
