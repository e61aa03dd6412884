using FsCheck;
using FsCheck.Fluent;
using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class TokenizerPropertyTests
{
    private static readonly Gen<string> s_unicode = Gen.OneOf(
            Gen.Choose(0x0000, 0xFFFF),
            Gen.Choose(0x0020, 0x007E),
            Gen.Choose(0x0300, 0x036F), // combining marks
            Gen.Choose(0x1100, 0x11FF), // Hangul jamo
            Gen.Choose(0xFF61, 0xFF9F), // half-width kana
            Gen.Choose(0xD800, 0xDFFF), // surrogates, mostly lone
            Gen.Elements(0x20, 0x3000, 0x2581, 0x200B, 0x200D, 0xFEFF, 0xFDFA, 0xFB03))
        .Select(unit => (char)unit).ArrayOf().Select(units => new string(units));

    private static readonly Gen<string> s_ascii = Gen.Choose(0x20, 0x7E).Select(unit => (char)unit).ArrayOf().Select(units => new string(units));

    [Fact]
    public void Offsets_of_any_text_are_in_range_and_adjoin() => ForAll(s_unicode, text =>
    {
        Encoding encoding = Tokenizers.Mini.Encode(text);

        for (int i = 0; i < encoding.Ids.Count; i++)
        {
            Assert.InRange(encoding.Begin[i], i == 0 ? 0 : encoding.Begin[i - 1], encoding.End[i]);
            Assert.InRange(encoding.End[i], 0, text.Length);
            Assert.True(i == 0 || encoding.Begin[i] == encoding.End[i - 1]);
            Assert.False(SplitsPair(text, encoding.Begin[i]) || SplitsPair(text, encoding.End[i]));
            Assert.InRange(encoding.Ids[i], Tokenizers.Mini.Vocabulary.UnkId, Tokenizers.Mini.Vocabulary.MaskId - 1);
        }
    });

    [Fact]
    public void A_word_gets_the_ids_of_the_text() => ForAll(s_unicode, text =>
        Assert.Equal(Tokenizers.Mini.Encode(text).Ids, Tokenizers.Mini.Word(text)));

    [Fact]
    public void Slices_of_plain_text_are_the_pieces() => ForAll(s_ascii, text =>
    {
        Encoding encoding = Tokenizers.Mini.Encode(text);

        for (int i = 0; i < encoding.Ids.Count; i++)
        {
            string slice = text[encoding.Begin[i]..encoding.End[i]];
            Assert.Equal(slice.Replace(" ", "", StringComparison.Ordinal), encoding.Pieces[i].Replace("\u2581", "", StringComparison.Ordinal));
        }
    });

    [Fact]
    public void Known_pieces_are_named_by_their_ids() => ForAll(s_unicode, text =>
    {
        Encoding encoding = Tokenizers.Mini.Encode(text);

        for (int i = 0; i < encoding.Ids.Count; i++)
        {
            if (encoding.Ids[i] != Tokenizers.Mini.Vocabulary.UnkId)
            {
                Assert.Equal(encoding.Pieces[i], Tokenizers.Mini.Vocabulary.PieceOf(encoding.Ids[i]));
            }
        }
    });

    private static void ForAll(Gen<string> texts, Action<string> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20261122, 1), Prop.ForAll(texts.ToArbitrary(), check));

    private static bool SplitsPair(string text, int index) =>
        index > 0 && index < text.Length && char.IsSurrogatePair(text[index - 1], text[index]);
}
