using System.Diagnostics;
using System.Security.Cryptography;
using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class UnigramTokenizerTests
{
    [Theory]
    [InlineData("<mask>")]
    [InlineData("<s>")]
    [InlineData("</s>")]
    [InlineData("<pad>")]
    [InlineData("<unk>")]
    [InlineData("a <mask> b</s>")]
    public void Words_that_spell_special_pieces_are_ordinary_text(string word)
    {
        XlmrVocabulary vocabulary = Tokenizers.Mini.Vocabulary;

        List<int> ids = Tokenizers.Mini.Word(word);

        Assert.All(ids, id => Assert.InRange(id, vocabulary.UnkId, vocabulary.MaskId - 1));
        Assert.Equal(ids, Tokenizers.Mini.Encode(word).Ids);
        Assert.Contains('<', Tokenizers.Mini.Normalized(word));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u3000\u00A0")]
    [InlineData("\u2581")]
    [InlineData("\u0001")]
    public void A_word_that_normalises_to_nothing_appends_nothing(string word)
    {
        List<int> ids = [7];

        Tokenizers.Mini.EncodeWord(word, ids);

        Assert.Equal([7], ids);
    }

    [Fact]
    public void A_word_is_appended_after_what_the_list_holds()
    {
        List<int> ids = [Tokenizers.Mini.Vocabulary.UnkId];

        Tokenizers.Mini.EncodeWord("\U00013000", ids); // a hieroglyph: the space mark, then unknown
        Tokenizers.Mini.EncodeWord("\U00013000", ids);

        List<int> once = Tokenizers.Mini.Word("\U00013000");
        Assert.Equal([Tokenizers.Mini.Vocabulary.UnkId, .. once, .. once], ids);
        Assert.Equal(Tokenizers.Mini.Vocabulary.UnkId, once[^1]);
    }

    [Fact]
    public void A_run_of_unknown_characters_is_one_piece()
    {
        UnigramTokenizer tokenizer = TestModel.With(("\u2581", -1), ("a", -2)).Load();

        Encoding encoding = tokenizer.Encode("axyza\U00013000");

        Assert.Equal([4, 5, 3, 5, 3], encoding.Ids);
        Assert.Equal(["\u2581", "a", "xyz", "a", "\U00013000"], encoding.Pieces);
        Assert.Equal([0, 0, 1, 4, 5], encoding.Begin);
        Assert.Equal([0, 1, 4, 5, 7], encoding.End);
        Assert.Equal([0, 1, 4, 5, 6], encoding.InCodePoints().End);
    }

    [Fact]
    public void Of_equal_paths_the_one_whose_last_piece_starts_first_wins()
    {
        UnigramTokenizer tokenizer = TestModel.With(("\u2581", -1), ("a", -2), ("aa", -4)).Load();

        Assert.Equal(["\u2581", "aa", "aa"], tokenizer.Encode("aaaa").Pieces);
    }

    [Fact]
    public void User_defined_symbols_are_likely_whatever_their_score()
    {
        UnigramTokenizer tokenizer = TestModel.With(("\u2581", -1), ("a", -2), ("b", -2)).Piece("ab", -99, type: 4).Load();

        Assert.Equal(["\u2581", "ab", "b", "ab"], tokenizer.Encode("abbab").Pieces);
    }

    [Fact]
    public void Unused_pieces_are_not_used()
    {
        UnigramTokenizer tokenizer = TestModel.With(("\u2581", -1), ("a", -2)).Piece("aa", -0.5f, type: 5).Load();

        Assert.Equal(["\u2581", "a", "a"], tokenizer.Encode("aa").Pieces);
    }

    [Fact]
    public void Offsets_in_right_to_left_text_count_from_its_first_character()
    {
        const string Text = "שלום לבית";

        Encoding encoding = Tokenizers.Mini.Encode(Text);

        Assert.Equal(0, encoding.Begin[0]);
        Assert.Equal(Text.Length, encoding.End[^1]);
        Assert.Contains(4, encoding.Begin); // the space goes with the second word
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => $"Mwalimu {i} alisafiri kutoka Dodoma \u1100\u1161 {new string('z', i)}")];
        int[][] expected = [.. texts.Select(text => Tokenizers.Mini.Encode(text).Ids.ToArray())];
        var actual = new int[texts.Length][];

        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[i] = [.. Tokenizers.Mini.Word(texts[i])]);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Time_is_linear_in_the_length_of_a_word()
    {
        double ratio = NanosecondsPerCharacter(100_000) / NanosecondsPerCharacter(1_000);

        // Linear gives about 1, a quadratic step anywhere about 100. The lengths lie this far apart because on a busy
        // machine the longer run is preempted and the shorter is not: 50,000 against 100,000 gave 2 in CPU time
        // but up to 5 on the clock, where quadratic gives 4.
        Assert.True(ratio < 8, $"a character of a word of 100,000 cost {ratio:F1} times one of a word of 1,000");

        static double NanosecondsPerCharacter(int length)
        {
            string word = new('a', length);
            return Enumerable.Range(0, 12).Min(_ =>
            {
                long start = Stopwatch.GetTimestamp();
                Tokenizers.Mini.Word(word);
                return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            }) / length;
        }
    }

    [Fact]
    public void The_hash_is_that_of_the_file()
    {
        byte[] content = File.ReadAllBytes(Tokenizers.Mini.Path);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), Tokenizers.Mini.Sha256);
    }
}
