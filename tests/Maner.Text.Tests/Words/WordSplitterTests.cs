using System.Text;
using Maner.Tensors;
using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Words;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\u3000\u200B\uFEFF ", "")]
    [InlineData("Amina alienda Mombasa.", "Amina|alienda|Mombasa|.")]
    [InlineData("\u00ABHau!\u00BB (1)", "\u00AB|Hau|!|\u00BB|(|1|)")]
    [InlineData("ng'ombe ng\u2019ombe o\u2018zbek 'yan rock'", "ng'ombe|ng\u2019ombe|o\u2018zbek|'|yan|rock|'")]
    [InlineData("COVID-19 col\u00B7legi a--b -x x- snake_case", "COVID-19|col\u00B7legi|a|-|-|b|-|x|x|-|snake_case")]
    [InlineData("3.14 1,000 1'000.5 2.a a.2 5. ,5 1..2", "3.14|1,000|1'000.5|2|.|a|a|.|2|5|.|,|5|1|.|.|2")]
    [InlineData("\u0661\u066C\u0662\u0663\u066B\u0664", "\u0661\u066C\u0662\u0663\u066B\u0664")]
    [InlineData("U.S. user@host", "U|.|S|.|user|@|host")]
    [InlineData("\u1230\u120B\u121D\u1361\u12D3\u1208\u121D\u1362", "\u1230\u120B\u121D|\u1361|\u12D3\u1208\u121D|\u1362")] // Ge'ez wordspace, full stop
    [InlineData("\u0928\u092E\u0938\u094D\u0924\u0947\u0964", "\u0928\u092E\u0938\u094D\u0924\u0947|\u0964")] // Devanagari, virama, danda
    [InlineData("\u0645\u06CC\u200C\u0631\u0648\u0645\u060C", "\u0645\u06CC\u200C\u0631\u0648\u0645|\u060C")] // Persian with ZWNJ
    [InlineData("\u0CB0\u0CCD\u200D\u0C95", "\u0CB0\u0CCD\u200D\u0C95")] // Kannada with ZWJ
    [InlineData("e\u0323\u0301 \u0301a b\u0301", "e\u0323\u0301|\u0301a|b\u0301")] // a mark after a space leads its word
    [InlineData("\u5317\u4EAC2024\u5E74\u30AB\u3099\u3044", "\u5317|\u4EAC|2024|\u5E74|\u30AB\u3099|\u3044")] // Han, Kana with a voicing mark
    [InlineData("\u5317-\u4EAC x-\u4EAC", "\u5317|-|\u4EAC|x|-|\u4EAC")]
    [InlineData("\u0E01\u0E23\u0E38\u0E07\u200B\u0E40\u0E17\u0E1E", "\u0E01\u0E23\u0E38\u0E07|\u0E40\u0E17\u0E1E")] // Thai runs, zero width space
    [InlineData("\u0F56\u0F7C\u0F51\u0F0B\u0F61", "\u0F56\u0F7C\u0F51|\u0F0B|\u0F61")] // Tibetan syllables, tsheg
    [InlineData("\uD83D\uDC69\u200D\uD83D\uDE80\uD83D\uDE00ok", "\uD83D\uDC69\u200D\uD83D\uDE80|\uD83D\uDE00|ok")] // emoji sequence, emoji
    [InlineData("\uD83A\uDD00\uD83A\uDD23", "\uD83A\uDD00\uD83A\uDD23")] // Adlam letters, outside the BMP
    [InlineData("lan\u00ADgue \u200F\u0634\u0631\u200F, \u200E(", "lan\u00ADgue|\u200F\u0634\u0631\u200F|,|\u200E(")] // soft hyphen, direction marks
    [InlineData("a'\u200Eb a'\u200E b", "a'\u200Eb|a|'\u200E|b")]
    [InlineData("\u0600 \u0661", "\u0600|\u0661")] // the cluster would run over the space
    [InlineData("\u05E6\u05D4\"\u05DC \u05D2' \"\u05D0\u05D1\" a\"b", "\u05E6\u05D4\"\u05DC|\u05D2'|\"|\u05D0\u05D1|\"|a|\"|b")] // Hebrew, WB7a to WB7c
    [InlineData("RT @amadi_k: #TangaLeo! #1 x@y #\u5317\u4EAC", "RT|@amadi_k|:|#TangaLeo|!|#|1|x|@|y|#|\u5317|\u4EAC")]
    [InlineData("(https://t.co/aB3xY). See http://a.org/b_(c)?d=1&e=2, www.x.org!", "(|https://t.co/aB3xY|)|.|See|http://a.org/b_(c)?d=1&e=2|,|www.x.org|!")]
    [InlineData("info@example.org, a.b+c@d-e.co.ke. e@", "info@example.org|,|a.b+c@d-e.co.ke|.|e|@")]
    [InlineData("bbc.co.uk/hausa example.com. nyumbani.Kisha e.g. 1.com", "bbc.co.uk/hausa|example.com|.|nyumbani|.|Kisha|e|.|g|.|1.com")]
    [InlineData("http://x.org\u4EAC\u3002http://", "http://x.org|\u4EAC|\u3002|http|:|/|/")]
    [InlineData("\u07DE\u07CE\u07DB\u07CA\u07EB\u07F8 \uD83A\uDD03\uD83A\uDD35\uD83A\uDD45\u2E41", "\u07DE\u07CE\u07DB\u07CA\u07EB|\u07F8|\uD83A\uDD03\uD83A\uDD35\uD83A\uDD45|\u2E41")] // N'Ko and Adlam with marks
    public void Words_are_split(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', WordSplitter.Split(text).Select(word => word.Of(text))));

    [Fact]
    public void Words_are_in_order_do_not_overlap_and_leave_only_white_space()
    {
        string[] pool =
        [
            "a", "B", "\u00E9", "e\u0301", "\u0301", "7", "\u0662", " ", "  ", "\t", "\r\n", "\u00A0", "\u2028", "\u200B", "\uFEFF", ".", ",", "'",
            "-", "\u00B7", "_", "(", "\u1361", "\u0964", "\u4EAC", "\u30AB", "\u3099", "\u200C", "\u200D", "\u200E", "\u00AD", "\u0600", "\u0E01", "\u0000",
            "#", "@", "://", "www.", ".com", "/", "\"", "\u05D0",
            "\uD83D\uDE00", "\uD83C\uDDF0", "\uD83C\uDDEA", "\uD83D", "\uDE00", "\uD840\uDC00", "\u1100", "\u1161", "\u093F", "\u0915", "\u094D", "\uFE0F",
        ];
        var rng = new Rng(11);
        for (int trial = 0; trial < 20_000; trial++)
        {
            string text = string.Concat(Enumerable.Range(0, rng.Next(12)).Select(_ => pool[rng.Next(pool.Length)]));

            List<TextRange> words = WordSplitter.Split(text);

            int covered = 0;
            foreach (TextRange word in words)
            {
                Assert.True(covered <= word.Begin && word.Begin < word.End, $"{word} in {Escape(text)}");
                Assert.True(IsSpace(text[covered..word.Begin]), $"before {word} in {Escape(text)}");
                Assert.False(word.Of(text).Any(IsSpace), $"{word} in {Escape(text)}");
                Assert.False(word.Begin > 0 && char.IsSurrogatePair(text, word.Begin - 1), $"{word} parts a pair in {Escape(text)}");
                covered = word.End;
            }

            Assert.True(IsSpace(text[covered..]), $"the end of {Escape(text)}");
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("\u0301")]
    [InlineData("'")]
    [InlineData("\u00AD")]
    [InlineData("a'\u00AD")]
    [InlineData("\u200D")]
    [InlineData("@a")]
    [InlineData("a.")]
    [InlineData("a://")]
    [InlineData("#a")]
    public void A_long_text_takes_linear_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 400_000 / part.Length));

        // Quadratic work would be 10^11 steps here: minutes, where the linear run takes a fraction of a second.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        List<TextRange> words = WordSplitter.Split(text);

        Assert.Equal(text.Length, words[^1].End);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Ranges_are_counted_in_code_points_with_a_lone_surrogate_as_one()
    {
        string text = "\uD83D\uDE00 a\uD83D e\u0301";

        TextRange[] ranges = TextRange.InCodePoints(text, [new(0, 2), new(3, 4), new(4, 5), new(6, 8)]);

        Assert.Equal([new(0, 1), new(2, 3), new(3, 4), new(5, 7)], ranges);
        Assert.Throws<ArgumentOutOfRangeException>(() => TextRange.InCodePoints("ab", [new(0, 3)]));
    }

    private static bool IsSpace(string part) => part.All(IsSpace);

    private static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is '\u200B' or '\uFEFF';

    private static string Escape(string text) =>
        text.Aggregate(new StringBuilder(), (builder, unit) => builder.Append(unit < 128 && unit > 31 ? unit.ToString() : $"\\u{(int)unit:X4}")).ToString();
}
