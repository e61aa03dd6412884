using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

[Trait(Vectors.Trait, Vectors.No)] // files
public sealed class TokenCacheTests(ToyText text) : IClassFixture<ToyText>, IDisposable
{
    private static readonly UnigramTokenizer s_tokenizer = UnigramTokenizer.Load(ToyText.WholeTokenizer);
    private readonly TemporaryFolder _folder = new();
    private readonly Workers _workers = new(2);

    public void Dispose()
    {
        _workers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Pieces_come_back_as_the_tokenizer_gives_them()
    {
        foreach (CorpusFile file in text.Files)
        {
            int[][] expected = [.. file.Sentences().Select(sentence => Encode(sentence))];
            TokenCache.Entry entry = Open(file);

            Assert.Equal(expected, Sentences(entry.File!));
            Assert.Equal(expected.Length, entry.Manifest.Sentences);
            Assert.Equal(expected.Sum(ids => ids.Length), entry.Manifest.Tokens);
            entry.File!.Dispose();
        }
    }

    [Fact]
    public void Thousands_of_sentences_in_blocks_keep_their_order_for_any_number_of_threads()
    {
        string path = _folder.File("many.txt");
        File.WriteAllLines(path, Enumerable.Range(0, 9_001).Select(index => index % 97 == 0 ? "" : $"Sentence {index} is here."));
        var file = new CorpusFile("many", path, IsLabelled: false);

        foreach (int threads in new[] { 1, 3 })
        {
            using var workers = new Workers(threads);
            TokenCache.Entry entry = new TokenCache(_folder.File($"cache{threads}"), s_tokenizer).Open(file, workers, _ => { });
            Assert.Equal(file.Sentences().Select(sentence => Encode(sentence)), Sentences(entry.File!));
            entry.File!.Dispose();
        }
    }

    [Fact]
    public void What_is_there_is_not_made_again_and_a_changed_source_is()
    {
        string path = _folder.File("hau.txt");
        File.WriteAllText(path, "Sannu da zuwa.\n");
        var file = new CorpusFile("hau", path, IsLabelled: false);
        Open(file).File!.Dispose();
        Dictionary<string, DateTime> before = Times();

        Open(file).File!.Dispose();
        Assert.Equal(before, Times());

        File.WriteAllText(path, "Sannu da zuwa!\n");
        TokenCache.Entry changed = Open(file);
        Assert.Equal([Encode(["Sannu da zuwa!"])], Sentences(changed.File!));
        changed.File!.Dispose();
    }

    [Theory]
    [InlineData("ids")]
    [InlineData("index")]
    [InlineData("json")]
    public void A_cut_or_missing_file_is_made_anew(string extension)
    {
        CorpusFile file = text.Files[0];
        Open(file).File!.Dispose();
        string path = Directory.EnumerateFiles(_folder.File("cache"), "*." + extension).Single();
        byte[] whole = File.ReadAllBytes(path);

        foreach (byte[]? content in new byte[]?[] { whole[..^3], [], null })
        {
            File.Delete(path);
            if (content is not null)
            {
                File.WriteAllBytes(path, content);
            }

            Open(file).File!.Dispose();
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_labelled_source_is_apart_from_a_raw_one_of_the_same_bytes()
    {
        string path = _folder.File("x.conll");
        File.WriteAllText(path, "Amina\tB-PER\nna\tO\n\n");

        using TokenFile raw = Open(new CorpusFile("x", path, IsLabelled: false)).File!, labelled = Open(new CorpusFile("x", path, IsLabelled: true)).File!;

        Assert.Equal(2, raw.Sentences.Count);
        Assert.Equal([Encode(["Amina", "na"])], Sentences(labelled));
    }

    [Fact]
    public void Another_tokenizer_has_other_files()
    {
        CorpusFile file = text.Files[0];
        using TokenFile whole = Open(file).File!;
        var few = UnigramTokenizer.Load(text.Tokenizer);

        using TokenFile other = new TokenCache(_folder.File("cache"), few).Open(file, _workers, _ => { }).File!;

        Assert.All(Sentences(other).SelectMany(ids => ids), id => Assert.InRange(id, 0, few.Vocabulary.Count - 1));
        Assert.NotEqual(Sentences(whole), Sentences(other));
        Assert.Equal(2, Directory.GetFiles(_folder.File("cache"), "*.json").Length);
    }

    [Fact]
    public void Text_without_a_piece_is_an_entry_without_a_file()
    {
        string path = _folder.File("blank.txt");
        File.WriteAllText(path, "\n \n");

        TokenCache.Entry entry = Open(new CorpusFile("blank", path, IsLabelled: false));

        Assert.Null(entry.File);
        Assert.Equal(0, entry.Manifest.Sentences);
    }

    [Fact]
    public void Wide_ids_are_read_back_too()
    {
        string ids = _folder.File("wide.ids"), index = _folder.File("wide.index");
        int[] values = [5, 250_001, 70_000];
        File.WriteAllBytes(ids, [.. values.SelectMany(BitConverter.GetBytes)]);
        File.WriteAllBytes(index, [.. BitConverter.GetBytes(1UL), .. BitConverter.GetBytes(3L)]);
        using TokenFile file = TokenFile.Open(ids, index, TokenFile.BytesPerId(250_002));

        Assert.Equal([values], Sentences(file));
    }

    internal static List<int[]> Sentences(TokenFile file)
    {
        var sentences = new List<int[]>();
        long start = 0;
        foreach (TokenSentence sentence in file.Sentences)
        {
            var ids = new int[sentence.End - start];
            file.Read(start, ids, new ushort[ids.Length]);
            sentences.Add(ids);
            start = sentence.End;
        }

        return sentences;
    }

    private static int[] Encode(IReadOnlyList<string> sentence)
    {
        var ids = new List<int>();
        foreach (string word in sentence)
        {
            s_tokenizer.EncodeWord(word, ids);
        }

        return [.. ids];
    }

    private TokenCache.Entry Open(CorpusFile file) => new TokenCache(_folder.File("cache"), s_tokenizer).Open(file, _workers, _ => { });

    private Dictionary<string, DateTime> Times() => Directory.EnumerateFiles(_folder.File("cache")).ToDictionary(path => path, File.GetLastWriteTimeUtc);
}
