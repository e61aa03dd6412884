using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

public sealed class ConllReaderTests
{
    private static readonly LabelledDataOptions Untagged = new() { RequireTags = false };

    [Theory]
    [InlineData("Amina\tB-PER\nlives\tO\n\nHargeisa\tB-LOC\n")]
    [InlineData("\uFEFFAmina\tB-PER\r\nlives\tO\r\n\r\nHargeisa\tB-LOC")]
    [InlineData("Amina B-PER\nlives   O \n \t\u00A0\nHargeisa B-LOC\n\n\n")]
    [InlineData("-DOCSTART- -X- O\n\nAmina NNP B-PER\nlives VBZ O\n\nHargeisa NNP B-LOC\n")]
    [InlineData("# id 1\nAmina\tB-PER\n# in between\nlives\tO\n-DOCSTART-\tO\nHargeisa\tB-LOC\n")]
    public void The_usual_forms_read_alike_and_need_no_repair(string text)
    {
        DataSet set = Read(text);
        Assert.Equal("Amina lives|Hargeisa", WordsOf(set));
        Assert.Equal("PER 0-1|LOC 0-1", EntitiesOf(set));
        Assert.Empty(set.Repairs);
        Assert.Empty(set.Assumptions);
    }

    [Theory]
    [InlineData("Ami\u200bna", 1)]
    [InlineData("\ufeffAmina", 1)]
    [InlineData("Ami\u00adna", 1)]
    [InlineData("Amina\u200f", 1)]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", 0)] // a joiner of Persian spelling
    public void A_character_that_nobody_sees_is_told(string word, int told)
    {
        DataSet set = Read($"a\tO\n{word}\tB-PER\n");
        Assert.Equal(told, set.Repairs.Count(repair => repair is { Kind: RepairKind.InvisibleCharacter, Line: 2 }));
        Assert.Equal(word, set.Sentences[0].Words[1]); // kept as it is
    }

    [Fact]
    public void Sentences_know_the_line_of_their_first_word()
    {
        DataSet set = Read("# c\n\nAmina\tB-PER\nlives\tO\n\n-DOCSTART-\tO\nHargeisa\tB-LOC\n");
        Assert.Equal([3, 7], set.Sentences.Select(sentence => sentence.Line));
    }

    [Fact]
    public void A_hash_with_a_tag_is_a_word()
    {
        DataSet set = Read("# O\n#endsars B-ORG\n# text = # endsars O now\nis O\n");
        Assert.Equal("# #endsars is", WordsOf(set));
        DataSet tabs = Read("#\tB-ORG\n# wa\tO\n# a comment, with no tab\nis\tO\n# with\ttabs but no tag\n");
        Assert.Equal("# # wa is", WordsOf(tabs));
    }

    [Fact]
    public void An_empty_word_keeps_its_place()
    {
        DataSet set = Read("naye\tO\n\tO\nNdila\tB-PER\n");
        Assert.Equal(["naye", "", "Ndila"], set.Sentences[0].Words);
        Assert.Equal("PER 2-3", EntitiesOf(set));
        Assert.Equal("empty-token:2", RepairsOf(set));
        Assert.Equal(["naye", "", "Ndila"], Read("naye O\n O\nNdila B-PER\n").Sentences[0].Words);
    }

    [Theory]
    [InlineData("a\tB-X\nb\t\tI-X\nc\tO\n", "X 0-2", "column-count:2")]
    [InlineData("a\tB-X\nb\tI-X\t\nc\tO\n", "X 0-2", "column-count:2")]
    [InlineData("a\tB-X\nb\tI-X\t# see page 3\nc\tO\n", "X 0-2", "column-count:2")]
    [InlineData("a\tB-X\nb\tI-X\t#todo\nc\tO\n", "X 0-2", "column-count:2")]
    [InlineData("a\tB-X\nb\tNN\tI-X\nc\tO\n", "X 0-2", "column-count:2")]
    [InlineData("a\tB-X\nb I-X\nc\tO\n", "X 0-2", "separator:2")]
    [InlineData("a\tB-X\nb\nc\tO\n", "X 0-1", "missing-tag:2")]
    [InlineData("a\tB-X\nb\t\nc\tO\n", "X 0-1", "missing-tag:2")]
    [InlineData("a DT B-NP B-X\nb NN I-NP\nc NN B-NP O\nd NN I-NP O\n", "X 0-1", "column-count:2, missing-tag:2")]
    [InlineData("a DT B-NP B-X\nb NN I-X\nc NN B-NP O\nd NN I-NP I-X\n", "X 0-2, X 3-4", "column-count:2, inside-without-begin:4")]
    public void A_line_that_departs_from_the_file_is_mended_by_the_files_habit(string text, string entities, string repairs)
    {
        DataSet set = Read(text);
        Assert.Equal(entities, EntitiesOf(set));
        Assert.Equal(repairs, RepairsOf(set));
        Assert.Equal(["a", "b", "c"], set.Sentences[0].Words.Take(3));
    }

    [Fact]
    public void Odd_characters_in_a_word_are_reported_and_kept()
    {
        DataSet set = Read("sementara itu\tO\nMA\u008FGA\tB-PER\nx\u2028y\tO\n\u200Cz\tO\nq\ry\tO\n");
        Assert.Equal(["sementara itu", "MA\u008FGA", "x\u2028y", "\u200Cz", "q\ry"], set.Sentences[0].Words);
        Assert.Equal("whitespace-in-token:1, control-character:2, whitespace-in-token:3, control-character:5", RepairsOf(set));
        Assert.Contains("'MA\\u008FGA'", set.Repairs[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WikiANN_prefixes_are_taken_off_where_every_word_has_the_same()
    {
        DataSet set = Read("zh-yue:香港\tB-LOC\nzh-yue::\tO\n\nzh-yue:http://a\tO\n");
        Assert.Equal("香港 :|http://a", WordsOf(set));
        Assert.Contains("'zh-yue:'", Assert.Single(set.Assumptions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nl:a\tO\nnl:b\tO\nc\tO\n", "nl:a nl:b c")]
    [InlineData("nl:a\tO\nde:b\tO\n", "nl:a de:b")]
    [InlineData("http://a\tO\nhttp://b\tO\n", "http://a http://b")]
    [InlineData("Re:a\tO\nRe:b\tO\n", "Re:a Re:b")]
    [InlineData("x:a\tO\nx:b\tO\n", "x:a x:b")]
    [InlineData("re:\tO\n", "re:")]
    public void Other_colons_are_left_alone(string text, string words) => Assert.Equal(words, WordsOf(Read(text)));

    [Fact]
    public void A_repeated_sentence_is_reported_with_whether_its_entities_differ()
    {
        DataSet set = Read("a\tB-X\n\nb\tO\n\na\tB-X\n\na\tO\n");
        Assert.Equal("duplicate-sentence:5, duplicate-sentence:7", RepairsOf(set));
        Assert.EndsWith("'a' is also in line 1", set.Repairs[0].Found, StringComparison.Ordinal);
        Assert.EndsWith("'a' is also in line 1 with other entities", set.Repairs[1].Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_without_tags_are_read_where_no_tags_are_needed()
    {
        DataSet set = Read("# a comment\n#hashtag\n#\nAmina\nNew York\n\nyes\n", Untagged);
        Assert.Equal([["#hashtag", "#", "Amina", "New York"], ["yes"]], set.Sentences.Select(sentence => sentence.Words));
        Assert.Equal("unlabelled|unlabelled", EntitiesOf(set));
        Assert.Null(set.Scheme);
        Assert.Equal("whitespace-in-token:5", RepairsOf(set));
    }

    [Fact]
    public void Tags_are_read_also_where_none_are_needed()
    {
        Assert.Equal("X 0-1", EntitiesOf(Read("a\tB-X\nb\tO\n", Untagged)));
        DataSet partsOfSpeech = Read("Amina PROPN\nlives VERB\n. PUNCT\n", Untagged);
        Assert.Equal("Amina lives .", WordsOf(partsOfSpeech));
        Assert.Equal("unlabelled", EntitiesOf(partsOfSpeech));
        Assert.Contains("no tags", Assert.Single(partsOfSpeech.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void Running_text_is_not_taken_for_columns()
    {
        string text = "Amina lives in Hargeisa now.\nShe works there.\nIt rains.\nThe river has risen again.\n";
        Assert.Contains("running text", MessageOf(text, Untagged), StringComparison.Ordinal);
        Assert.Contains("expected a tag for every word", MessageOf(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected sentences, found an empty file")]
    [InlineData(" \n\t\r\n", "found only white space")]
    [InlineData("-DOCSTART- O\n\n", "found none")]
    [InlineData("Amina\nlives\n", "every line holds a word and nothing else")]
    [InlineData("a O\rb O\rc O\r", "CR alone")]
    [InlineData("a\tPERSON\nb\tPLACE\n", "LabelledDataOptions.Outside")]
    [InlineData("a\tB\nb\tI\nc\tO\n", "no types")]
    public void A_file_that_cannot_be_used_is_refused_with_what_to_do(string text, string expected)
    {
        string message = MessageOf(text);
        Assert.StartsWith("file.conll: expected ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_reading_refuses_the_first_repair_with_its_line()
    {
        string text = "a\tO\nb\tI-X\n\nc\tI-X\n\nd\tB-X\ne\tB-X\nf\tO\ng\tB-X\nh\tO\ni\tB-X\n";
        Assert.Equal("inside-without-begin:2, inside-without-begin:4", RepairsOf(Read(text)));
        string message = MessageOf(text, new LabelledDataOptions { Strict = true });
        Assert.StartsWith("file.conll:2: 'b' (I-X) continues no entity (1 more).", message, StringComparison.Ordinal);
        Assert.Empty(Read("a\tO\nb\tB-X\n", new LabelledDataOptions { Strict = true }).Repairs);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused_by_name()
    {
        Assert.Contains("no/such.conll", Assert.Throws<FileNotFoundException>(() => LabelledData.Read("no/such.conll")).Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Assert.Contains("expected files of sentences in the folder", Assert.Throws<InvalidDataException>(() => LabelledData.Read(folder.Path)).Message, StringComparison.Ordinal);
    }
}
