using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary><c>maner data split</c>, <c>sample</c>, <c>merge</c> and <c>sentences</c>.</summary>
public sealed class DataPartsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Split_writes_parts_that_share_no_words_and_is_the_same_every_time()
    {
        string file = Put("all.conll", string.Concat(Enumerable.Range(0, 60).Select(number => Block($"neno{number % 50}"))));
        (int code, string output, string error) = Run("data", "split", file, "--train", "20", "--dev", "10", "--out", _folder.File("one"));
        Assert.True(code == 0, error);
        Assert.Contains("60 sentences, drawn one by one with seed 1.", error, StringComparison.Ordinal);
        Assert.Contains("Note: 10 sentences repeat the words of an earlier one; all that have the same words are in one part.", error, StringComparison.Ordinal);
        Assert.Contains($"Note: {file}:201: 'neno0 yuko Tanga' is also in {file}:1.", error, StringComparison.Ordinal);
        Assert.Equal(4, output.TrimEnd('\n').Split('\n').Length);
        string[][] parts = [.. new[] { "train", "dev", "test" }.Select(part => FirstWords(Path.Combine(_folder.File("one"), part + ".conll")))];
        Assert.Equal([20, 10, 30], parts.Select(part => part.Length));
        Assert.Empty(parts[0].Intersect(parts[1]).Concat(parts[0].Intersect(parts[2])).Concat(parts[1].Intersect(parts[2])));

        Run("data", "split", file, "--train", "20", "--dev", "10", "--out", _folder.File("two"));
        Run("data", "split", file, "--train", "20", "--dev", "10", "--out", _folder.File("three"), "--seed", "2");
        Assert.Equal(File.ReadAllText(_folder.File("one/train.conll")), File.ReadAllText(_folder.File("two/train.conll")));
        Assert.NotEqual(File.ReadAllText(_folder.File("one/train.conll")), File.ReadAllText(_folder.File("three/train.conll")));
        Assert.Equal(2, Run("data", "split", file, "--train", "20", "--out", _folder.File("one")).Code);
        Assert.Equal(0, Run("data", "split", file, "--train", "20", "--out", _folder.File("one"), "--overwrite").Code);
        Assert.Equal(["test.conll", "train.conll"], Directory.GetFiles(_folder.File("one")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("-DOCSTART- O\n\n")]
    [InlineData("# newdoc id = x\n")]
    public void Split_keeps_documents_whole(string start)
    {
        string file = Put("documents.conll", string.Concat(Enumerable.Range(0, 40).Select(document => start + string.Concat(Enumerable.Range(0, 3).Select(number => Block($"d{document}n{number}"))))));
        (int code, _, string error) = Run("data", "split", file, "--train", "31", "--dev", "9", "--test", "30", "--out", _folder.File("out"));
        Assert.True(code == 0, error);
        Assert.Contains("drawn by document (40 of them)", error, StringComparison.Ordinal);
        Assert.Contains("Note: train has 33 sentences instead of 31, since documents stay together.", error, StringComparison.Ordinal);
        Assert.Contains("Note: 48 sentences are in no part", error, StringComparison.Ordinal);
        string[][] documents = [.. new[] { "train", "dev", "test" }.Select(part => FirstWords(_folder.File($"out/{part}.conll")).Select(word => word.Split('n')[0]).Distinct().ToArray())];
        Assert.Equal([11, 3, 10], documents.Select(part => part.Length));
        Assert.Equal(24, documents.SelectMany(part => part).Distinct().Count());
    }

    [Fact]
    public void Split_draws_sentences_where_documents_are_too_large()
    {
        string file = Put("two.conll", string.Concat(new[] { "a", "b" }.Select(document => "-DOCSTART- O\n\n" + string.Concat(Enumerable.Range(0, 50).Select(number => Block($"{document}{number}"))))));
        (int code, _, string error) = Run("data", "split", file, "--train", "20", "--dev", "10", "--out", _folder.File("out"));
        Assert.True(code == 0, error);
        Assert.Contains("the 2 documents (the largest has 50 sentences) are too large", error, StringComparison.Ordinal);
        Assert.Equal(20, FirstWords(_folder.File("out/train.conll")).Length);
    }

    [Theory]
    [InlineData("--train", "0", "--train: expected at least 1, found 0")]
    [InlineData("--train", "99", "expected at least 100 sentences for the parts asked for, found 2")]
    [InlineData("--test", "some", "--test: expected a number of sentences from 1, or rest, found 'some'")]
    [InlineData("--by", "document", "--by document: expected documents")]
    public void Split_says_what_cannot_be(string option, string value, string message)
    {
        string file = Put("few.conll", Block("a") + Block("b"));
        (int code, _, string error) = Run([.. new[] { "data", "split", file, "--out", _folder.File("out"), option, value }, .. option == "--train" ? [] : new[] { "--train", "1" }]);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_draws_what_train_sample_draws_and_small_draws_are_parts_of_large_ones()
    {
        string file = Samples.File("train.conll");
        string ten = Run("data", "sample", file, "--count", "10").Output, twenty = Run("data", "sample", file, "--count", "20").Output;
        string[] some = Blocks(ten), more = Blocks(twenty);
        Assert.Equal((10, 20), (some.Length, more.Length));
        Assert.Empty(some.Except(more));
        Assert.Equal(ten, Run("data", "sample", file, "--count", "10").Output);
        Assert.NotEqual(ten, Run("data", "sample", file, "--count", "10", "--seed", "2").Output);

        var data = Maner.Training.TaskData.Read(file, null, null);
        Maner.Text.Data.DataSet drawn = Maner.Training.Subset.OfTrain(data, 10, 1).Train;
        Assert.Equal(drawn.Sentences.Select(sentence => sentence.Words[0]), some.Select(block => block.Split('\t')[0]));
        Assert.Contains("there are only", Run("data", "sample", file, "--count", "100000").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_writes_each_sentence_once_and_names_contradictions_with_both_places()
    {
        string one = Put("one.conll", Block("Amina") + Block("Juma")), other = Put("other.conll", Block("Juma") + "Amina\tO\nyuko\tO\nTanga\tB-LOC\n\n" + Block("Omari"));
        string target = _folder.File("all.conll");
        (int code, _, string error) = Run("data", "merge", one, other, "--out", target);
        Assert.Equal(2, code);
        Assert.False(File.Exists(target));
        Assert.StartsWith($"1 sentence repeated with the same labels; written once.\n{other}:5: 'Amina yuko Tanga' is also in {one}:1 with other entities (Amina PER, Tanga LOC there, Tanga LOC here); refused.\nNothing is written: contradicting labels of 1 sentence, see above.", error, StringComparison.Ordinal);

        (code, string output, _) = Run("data", "merge", one, other, "--out", target, "--prefer", "first");
        Assert.Equal((0, $"{target}: 3 sentences of 2 files; 1 repeated, 1 with contradicting labels.\n"), (code, output));
        Assert.StartsWith("Amina\tB-PER", File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal(0, Run("data", "merge", one, other, "--out", target, "--prefer", "last", "--overwrite").Code);
        Assert.StartsWith("Amina\tO", File.ReadAllText(target), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_keep_their_documents_and_may_be_of_any_format()
    {
        string one = Put("one.conll", string.Concat(Enumerable.Range(0, 4).Select(document => "-DOCSTART- O\n\n" + Block($"a{document}") + Block($"b{document}"))));
        string two = Put("two.conll", string.Concat(Enumerable.Range(0, 4).Select(document => "-DOCSTART- O\n\n" + Block($"c{document}") + Block($"d{document}"))));
        (int code, _, string error) = Run("data", "split", one, two, "--train", "8", "--dev", "4", "--by", "document", "--out", _folder.File("out"));
        Assert.True(code == 0, error);
        Assert.Equal(8, new[] { "train", "dev", "test" }.Sum(part => File.ReadLines(_folder.File($"out/{part}.conll")).Count(line => line.StartsWith("-DOCSTART- (", StringComparison.Ordinal))));

        Assert.Equal(0, Run("data", "split", one, "--train", "2", "--dev", "2", "--out", _folder.File("brat"), "--to", "brat").Code);
        Assert.Equal(2, Directory.GetFiles(_folder.File("brat"), "dev.*").Length);
        Assert.Equal(4, Directory.GetFiles(_folder.File("brat/test")).Length);

        Assert.Equal(0, Run("data", "merge", one, two, "--out", _folder.File("all.jsonl")).Code);
        Assert.Contains("\"document\":\"two: document 1\"", File.ReadAllText(_folder.File("all.jsonl")), StringComparison.Ordinal);
        (code, string output, error) = Run("data", "sample", one, "--count", "2", "--to", "csv");
        Assert.StartsWith("sentence,word,tag\n1,", output, StringComparison.Ordinal);
        Assert.Contains("the format does not say which of the 2 documents", error, StringComparison.Ordinal);
        (code, output, error) = Run("data", "sample", one, "--count", "2", "--to", "brat");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("expected a folder for its files", error, StringComparison.Ordinal);
        Assert.StartsWith("-DOCSTART- (document 1)\tO\n\na0\tB-PER\n", Run("data", "convert", one, "-").Output, StringComparison.Ordinal);
        Assert.Contains("S-LOC", Run("data", "sample", one, "--count", "2", "--to", "iobes").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_are_written_a_line_each()
    {
        string file = Put("raw.txt", "Dkt. Ali alifika. \"Karibu!\" Juma alisema.\r\n\nBasi.\n");
        (int code, string output, string error) = Run("data", "sentences", file, "--abbreviations");
        Assert.Equal((0, "Dkt. Ali alifika.\n\"Karibu!\"\nJuma alisema.\nBasi.\n"), (code, output));
        Assert.Contains("a line end is read as the end of a sentence", error, StringComparison.Ordinal);
        Assert.Contains("4 sentences from 2 paragraphs", error, StringComparison.Ordinal);

        string wrapped = Put("wrapped.txt", "Ali alifika\nleo.\n\nBasi.\n");
        Assert.Equal("Ali alifika leo.\nBasi.\n", Run("data", "sentences", wrapped, "--line-ends", "space").Output);
        Assert.Equal((0, ""), (Run("data", "sentences", wrapped, "--out", _folder.File("out.txt")).Code, Run("data", "sentences", wrapped, "--out", _folder.File("out2.txt")).Output));
        Assert.Equal("Ali alifika\nleo.\nBasi.\n", File.ReadAllText(_folder.File("out.txt")));
        Assert.Equal("Basi.\nNdiyo!\n", Cli.Run(["data", "sentences", "-"], "Basi. Ndiyo!").Output);
        Assert.Equal(2, Run("data", "sentences", Put("empty.txt", " \n\n")).Code);

        // What is labelled is no raw text, unless somebody says what its line ends are.
        string labelled = Put("base.conll", "Ali B-PER\nalifika O\nleo O\n. O\n");
        Assert.Contains("found one word and its tag per line. It is split already: read it with data convert", Run("data", "sentences", labelled).Error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(["data", "sentences", "-"], "Ali/B-PER alifika/O\n").Code);
        Assert.Equal(0, Run("data", "sentences", labelled, "--line-ends", "sentence").Code);
        Assert.Equal(2, Run("data", "sentences", _folder.File("none.txt")).Code);
    }

    public void Dispose() => _folder.Dispose();

    private static string Block(string name) => $"{name}\tB-PER\nyuko\tO\nTanga\tB-LOC\n\n";

    private static string[] Blocks(string text) => [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => !block.StartsWith("-DOCSTART-", StringComparison.Ordinal))];

    private static string[] FirstWords(string file) => [.. Blocks(File.ReadAllText(file)).Select(block => block.Split('\t')[0])];

    private static (int Code, string Output, string Error) Run(params string[] args) => Cli.Run(args);

    private string Put(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
