using Maner.Testing;
using Maner.Text.Corpus;
using Xunit;

namespace Maner.Text.Tests.Corpus;

public sealed class CorpusFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_stands_for_its_text_files_by_language()
    {
        Write("text/swa.txt.gz", "x");
        Write("text/hau.txt", "x");
        Write("text/SOURCES.md", "x");
        Write("more/my.own.txt", "x");
        Write("more/raw", "x");

        IReadOnlyList<CorpusFile> files = CorpusFile.Find([_folder.File("text"), _folder.File("more/my.own.txt"), _folder.File("more/raw")], []);

        Assert.Equal(["hau", "my.own", "raw", "swa"], files.Select(file => file.Language));
        Assert.All(files, file => Assert.False(file.IsLabelled));
    }

    [Fact]
    public void Empty_lines_are_left_out_and_a_line_is_one_text()
    {
        Write("hau.txt", "Sannu da zuwa.\n\n  \nNa gode\n");

        Assert.Equal([["Sannu da zuwa."], ["Na gode"]], CorpusFile.Find([_folder.File("hau.txt")], []).Single().Sentences());
    }

    [Fact]
    public void Labelled_sentences_are_read_word_by_word()
    {
        Write("train.conll", "Amina\tB-PER\nalikwenda\tO\n.\tO\n\nMombasa\tB-LOC\n\n");

        CorpusFile file = CorpusFile.Find([], [_folder.File("train.conll")]).Single();

        Assert.Equal(("train", true), (file.Language, file.IsLabelled));
        Assert.Equal([["Amina", "alikwenda", "."], ["Mombasa"]], file.Sentences());
    }

    [Fact]
    public void What_is_missing_empty_or_there_twice_is_said()
    {
        Write("text/notes.md", "x");
        Write("a/swa.txt", "x");
        Write("b/swa.txt.gz", "x");

        Assert.Contains("found neither", Assert.Throws<FileNotFoundException>(() => CorpusFile.Find([_folder.File("no")], [])).Message, StringComparison.Ordinal);
        Assert.Contains("LANGUAGE.txt.gz, found none", Assert.Throws<InvalidDataException>(() => CorpusFile.Find([_folder.File("text")], [])).Message, StringComparison.Ordinal);
        Assert.Contains("found 'swa' in", Assert.Throws<InvalidDataException>(() => CorpusFile.Find([_folder.File("a"), _folder.File("b")], [])).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), content);
    }
}
