using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

/// <summary>The rules of nmt_nfkc, by longest prefix on whole characters as SentencePiece applies them (not as Hugging Face's fast tokenizers do).</summary>
public sealed class CharacterNormalizerTests
{
    [Theory]
    [InlineData("ｽﾅｯﾌﾟﾘﾝｸﾞ\u3000SC-40", "▁スナップリング▁SC-40")] // half-width kana with voicing marks, ideographic space
    [InlineData("\u1100\u1161\u11A8", "▁\uAC01")] // Hangul jamo compose
    [InlineData("e\u0301", "▁\u00E9")]
    [InlineData("a\u0327\u0301", "▁a\u0327\u0301")] // no rule covers a and a cedilla
    [InlineData("\uFB03x", "▁ffix")]
    [InlineData("ＡＢＣ１２", "▁ABC12")]
    [InlineData("a\u00A0\u2003 b", "▁a▁b")]
    [InlineData("  a  b  ", "▁a▁b")]
    [InlineData("a\tb\nc", "▁a▁b▁c")]
    [InlineData("a\u0001b", "▁ab")]
    [InlineData("a\u200Bb", "▁a▁b")]
    [InlineData("a▁b", "▁a▁b")]
    public void Text_becomes(string text, string normalized) => Assert.Equal(normalized, Tokenizers.Mini.Normalized(text));

    [Fact]
    public void A_zero_width_joiner_stays() // the golden file of the reference says so: XLM-R's map is older than the rule that makes it a space
        => Assert.Equal("▁a\u200Db", Tokenizers.Mini.Normalized("a\u200Db"));

    [Theory]
    [InlineData("a\uD800b")]
    [InlineData("a\uDC00b")]
    [InlineData("a\uDC00\uD800b")]
    public void A_lone_surrogate_is_read_as_the_replacement_character(string text)
    {
        string replaced = text.Replace('\uD800', '\uFFFD').Replace('\uDC00', '\uFFFD');

        Encoding encoding = Tokenizers.Mini.Encode(text);

        Assert.Equal(Tokenizers.Mini.Encode(replaced).Ids, encoding.Ids);
        Assert.Equal(Tokenizers.Mini.Encode(replaced).End, encoding.End);
    }

    [Fact]
    public void A_lone_surrogate_without_a_map_is_the_replacement_character_too() =>
        Assert.Equal("▁a\uFFFD", TestModel.With(("▁", -1), ("a", -2)).Load().Normalized("a\uD800"));

    [Fact]
    public void All_pieces_of_an_expansion_point_at_its_character()
    {
        UnigramTokenizer tokenizer = Tokenizers.Mini;

        Encoding encoding = tokenizer.Encode("x \uFDFA y"); // one character that becomes four words

        int[] inside = [.. Enumerable.Range(0, encoding.Ids.Count).Where(i => encoding.Pieces[i].Any(c => c is >= '\u0600' and <= '\u06FF'))];
        Assert.True(inside.Length >= 4);
        Assert.All(inside, i => Assert.InRange(encoding.Begin[i], 1, 2));
        Assert.All(inside, i => Assert.InRange(encoding.End[i], 2, 3));
    }

    [Fact]
    public void Without_a_dummy_prefix_text_starts_bare() =>
        Assert.Equal("a▁b", TestModel.With(("a", -1)).NormalizerSpec(3, 0).Load().Normalized(" a b"));

    [Fact]
    public void Extra_spaces_stay_when_the_model_says_so() =>
        Assert.Equal("▁▁a▁▁b▁", TestModel.With(("a", -1)).NormalizerSpec(4, 0).Load().Normalized(" a  b "));

    [Fact]
    public void Spaces_stay_spaces_when_the_model_says_so() =>
        Assert.Equal(" a b", TestModel.With(("a", -1)).NormalizerSpec(5, 0).Load().Normalized(" a  b "));

    [Fact]
    public void User_defined_symbols_pass_unchanged_longest_first()
    {
        UnigramTokenizer tokenizer = TestModel.With(("▁", -1), ("a", -2)).Piece("ＡＢ", 0, type: 4).Piece("ＡＢＣ", 0, type: 4)
            .CharacterMap(MiniMap()).Load();

        Encoding encoding = tokenizer.Encode("ＡＡＢＣＡＢ");

        Assert.Equal(["▁", "A", "ＡＢＣ", "ＡＢ"], encoding.Pieces);
        Assert.Equal([0, 1, 4, 6], encoding.End);
    }

    private static byte[] MiniMap()
    {
        var file = new SentencePieceFile(File.ReadAllBytes(Tokenizers.Mini.Path));
        return file.Slice(file.CharacterMap).ToArray();
    }
}
