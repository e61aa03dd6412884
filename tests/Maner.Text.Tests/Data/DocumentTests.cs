using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>Documents of files of columns, and the sentences of documents that do not say where theirs end.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("-DOCSTART- -X- O O\n\na\tO\n\n-DOCSTART- -X- O O\n\nb\tO\n\nc\tO\n", "document 1,document 2,document 2")]
    [InlineData("a\tO\n\n-DOCSTART-\tO\n\nb\tO\n", "document 1,document 2")]
    [InlineData("-DOCSTART- -X- O O\n\na\tO\n\nb\tO\n", "-,-")]
    [InlineData("-DOCSTART- (1 EU)\tO\n\na\tO\n\n-DOCSTART- (2 Rare)\tO\n\nb\tO\n", "1 EU,2 Rare")]
    [InlineData("# newdoc id = x\na\tO\n\n# newdoc id = x\nb\tO\n", "document 1,document 2")]
    [InlineData("# newdoc id = x\na\tO\n\nb\tO\n", "x,x")]
    [InlineData("a\tO\n\nb\tO\n", "-,-")]
    public void Documents_are_told_apart(string text, string documents) =>
        Assert.Equal(documents, string.Join(',', Read(text).Sentences.Select(sentence => sentence.Document ?? "-")));

    [Theory]
    [InlineData("conll")]
    [InlineData("conllu")]
    [InlineData("jsonl")]
    [InlineData("spacy")]
    public void Documents_are_written_and_read_back(string format)
    {
        Sentence[] sentences = [.. new[] { "x", "x", "b (c)" }.Select((document, index) => new Sentence(["Kigali", $"n{index}"], [new EntitySpan(0, 1, "LOC")]) { Document = document })];
        var losses = new RepairLog("memory");
        using var stream = new MemoryStream();
        SentenceFormats.Find(format).Writer!.Write(sentences, new WritingOptions(), losses)[0].Write(stream);
        Assert.Empty(losses.Repairs);
        DataSet back = LabelledData.Parse(stream.ToArray(), "back." + format, new LabelledDataOptions { Format = format });
        Assert.Equal(["x", "x", "b (c)"], back.Sentences.Select(sentence => sentence.Document));
        Assert.Equal("LOC 0-1|LOC 0-1|LOC 0-1", EntitiesOf(back));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("brackets")]
    public void A_format_without_documents_says_so(string format)
    {
        var losses = new RepairLog("memory");
        SentenceFormats.Find(format).Writer!.Write([.. new[] { "x", "y" }.Select(document => new Sentence(["Kigali"], []) { Document = document })], new WritingOptions(), losses);
        Assert.Equal(RepairKind.BordersLost, Assert.Single(losses.Repairs).Kind);
    }

    [Fact]
    public void Documents_of_the_same_name_in_two_files_are_named_apart()
    {
        var one = DataSet.Of([new Sentence(["a"], []) { Document = "1" }], "one.conll");
        var two = DataSet.Of([new Sentence(["b"], []) { Document = "1" }, new Sentence(["c"], []) { Document = "2" }], "two.conll");
        Assert.Equal("1|two: 1,2", string.Join('|', Documents.NamedApart([one, two]).Select(set => string.Join(',', set.Sentences.Select(sentence => sentence.Document)))));
    }

    [Fact]
    public void A_paragraph_is_cut_into_its_sentences_and_a_line_of_one_is_not()
    {
        const string One = "Dr. Asha Mwita lives in Tanga, and she works there as a teacher of history and of geography.", Short = "Yes. No.";
        string paragraph = string.Join(' ', One, One, One, One);
        string text = $"{Short}\n{paragraph}\n";
        IReadOnlyList<TextRange> sentences = SentenceBorders.Of(text);
        Assert.Equal([Short, One, One, One, One], sentences.Select(sentence => sentence.Of(text)));
    }
}
