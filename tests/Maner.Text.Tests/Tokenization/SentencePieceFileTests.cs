using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class SentencePieceFileTests
{
    private static TestModel Good => TestModel.With(("▁", -1), ("a", -2), ("ab", -3));

    [Theory]
    [InlineData(2, "a BPE model, which is not supported")]
    [InlineData(3, "a word model, which is not supported")]
    [InlineData(4, "a character model, which is not supported")]
    public void Other_kinds_of_model_are_refused(int modelType, string found) =>
        AssertRefused(Good.TrainerSpec(3, (ulong)modelType), found);

    [Fact]
    public void Unsupported_settings_are_refused()
    {
        AssertRefused(Good.TrainerSpec(24, 1), "one that treats white space as suffix");
        AssertRefused(Good.Piece("<0x41>", 0, type: 6), "one with byte fallback");
    }

    [Fact]
    public void Settings_that_change_nothing_are_accepted() =>
        Assert.Equal(6, Good.TrainerSpec(3, 1).TrainerSpec(24, 0).TrainerSpec(99, 5).Number(77, 1).Load().Vocabulary.Count - 2);

    [Fact]
    public void Damaged_pieces_are_refused()
    {
        AssertRefused(Good.Piece("", 0), "an empty piece (id 6)");
        AssertRefused(Good.Piece("a", -5), "the piece 'a' twice (ids 4 and 6)");
        AssertRefused(Good.Piece([0x61, 0xFF], 0), "a piece that is not UTF-8 (id 6)");
        AssertRefused(Good.Piece("c", float.NaN), "the score NaN (id 6)");
        AssertRefused(Good.Piece("c", 0, type: 9), "piece type 9 (id 6)");
        AssertRefused(Good.Piece(new string('x', 3000), 0), "a piece of 3000 bytes (id 6)");
    }

    [Fact]
    public void Models_without_XLMR_s_special_pieces_are_refused()
    {
        AssertRefused(new TestModel(), "no piece");
        AssertRefused(new TestModel().Piece("<unk>", 0, 2), "1 pieces");
        AssertRefused(new TestModel().Piece("<pad>", 0, 3).Piece("<unk>", 0, 2).Piece("<s>", 0, 3).Piece("a", 0), "a piece of type Control with id 0");
        AssertRefused(Good.Piece("<cls>", 0, 3), "a piece of type Control with id 6");
    }

    [Theory]
    [InlineData("8000000000000000")] // no end
    [InlineData("05000000FF01")] // size that is not whole units
    [InlineData("0400000000000000")] // no replacements
    [InlineData("FFFFFFFF00000000")]
    public void Damaged_character_maps_are_refused(string map) =>
        AssertRefused(Good.CharacterMap(Convert.FromHexString(map)), "a damaged character map");

    [Fact]
    public void Replacements_without_bound_are_refused()
    {
        byte[] map = [4, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'a', 5000), 0];

        AssertRefused(Good.CharacterMap(map), "a damaged character map");
    }

    [Fact]
    public void A_length_beyond_the_file_is_refused_before_anything_is_allocated() =>
        AssertRefused(Good.Raw(0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F), "a field of 9223372036854775807 bytes where 0 are left");

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => UnigramTokenizer.Parse("{\"model\": {}}"u8.ToArray(), "x/tokenizer.json"));

        Assert.StartsWith("x/tokenizer.json: expected a SentencePiece Unigram model", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FileNotFoundException problem = Assert.Throws<FileNotFoundException>(() => UnigramTokenizer.Load("no/such.model"));

        Assert.Contains("no/such.model", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_loads_or_is_refused()
    {
        byte[] content = Good.ToArray();

        int refused = Enumerable.Range(0, content.Length).Count(length => !LoadsAndRuns(content[..length]));

        // Only a cut between pieces leaves a model, and the first few are no model yet.
        Assert.InRange(refused, content.Length - 6, content.Length - 1);
    }

    [Fact]
    public void Damaged_bytes_never_crash()
    {
        byte[] good = new SentencePieceFile(File.ReadAllBytes(Tokenizers.Mini.Path)) is { CharacterMap: Extent map } file
            ? Good.CharacterMap(file.Slice(map).ToArray()).ToArray()
            : [];
        var random = new Rng(5);
        int refused = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] content = [.. good];
            for (int i = 0; i < 1 + (trial % 20); i++)
            {
                // Mostly the structure at the front, sometimes the large map.
                int place = random.Next(trial % 3 == 0 ? content.Length : 130);
                content[place] = (byte)random.Next(256);
            }

            refused += LoadsAndRuns(content) ? 0 : 1;
        }

        Assert.InRange(refused, 50, 299);
    }

    [Fact]
    public void The_tree_grows_for_long_pieces()
    {
        string longest = string.Concat(Enumerable.Range('a', 500).Select(i => (char)(i + 0x4E00)));
        UnigramTokenizer tokenizer = TestModel.With(("▁", -1), (longest, -2), (longest[1..], -2)).Load();

        Assert.Equal([4, 5], tokenizer.Word(longest));
        Assert.Equal([4, 6], tokenizer.Word(longest[1..]));
    }

    private static bool LoadsAndRuns(byte[] content)
    {
        try
        {
            UnigramTokenizer tokenizer = UnigramTokenizer.Parse(content, "test.model");
            tokenizer.Encode("ab ﬃ ｶﾞ e\u0301 \U0001F600 \uD800 ab");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static void AssertRefused(TestModel model, string found)
    {
        InvalidDataException problem = Assert.Throws<InvalidDataException>(model.Load);

        Assert.Contains(", found " + found, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.model: ", problem.Message, StringComparison.Ordinal);
    }
}
