using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Xunit;

namespace Maner.Text.Tests.Tokenization.Json;

public sealed class TokenizerPropertyTests
{
    private static readonly string[] s_bits =
    [
        "a", "b", "Lagos", " ", "  ", "\t", "\n", "'s", "'", "é", "e\u0301", "\u0323", "ﬁ", "½", "İ", "ß", "ẹ̀", "中", "𠀀", "👍🏽", "\u200d", "\u200b", "\u00ad", "\0", "\ufffd", "\ud800", "\udc00",
        "<mask>", "[MASK]", "<s>", "[UNK]", "▁", "Ġ", "##", "12", "1,5", "!", "。", "مُ", "क़", "각", "\u1100\u1161", "ﷺ", "\r\n",
    ];

    public static TheoryData<string> Names => [.. TokenizerOracle.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Offsets_slice_the_original_text_in_order(string name)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);

        // The library takes the space that it adds behind a special token for one of the text, and trims a letter (golden file: "a<mask>b").
        bool isInOrder = name != "bpe_bytelevel_prefix";
        Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            Encoding encoding = tokenizer.Encode(text);
            int before = 0;
            for (int index = 0; index < encoding.Ids.Count; index++)
            {
                (int begin, int end) = (encoding.Begin[index], encoding.End[index]);
                bool isInside = begin >= 0 && end >= begin && end <= text.Length && encoding.Ids[index] < tokenizer.Count;
                bool isWhole = IsBoundary(text, begin) && IsBoundary(text, end);
                if (!isInside || !isWhole || (isInOrder && begin < before))
                {
                    return false;
                }

                before = begin;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_word_has_the_ids_of_a_text_and_never_a_special_one(string name)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);
        SpecialIds special = tokenizer.SpecialTokens;
        Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            List<int> word = tokenizer.Word(text), again = [];
            ((PipelineTokenizer)tokenizer).EncodeWord(text, again, findsSpecial: true);
            bool hasSpecial = text.Contains("<mask>", StringComparison.Ordinal) || text.Contains("<s>", StringComparison.Ordinal) || text.Contains("[MASK]", StringComparison.Ordinal) || text.Contains("[UNK]", StringComparison.Ordinal);
            return again.SequenceEqual(tokenizer.Encode(text).Ids)
                && (hasSpecial || word.SequenceEqual(again))
                && !word.Any(id => id == special.Begin || id == special.End || id == special.Mask || id == special.Padding);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_quarter_of_a_megabyte_in_one_line_takes_no_long_time(string name)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);
        foreach (string bit in (string[])["a", " ", "ab", "a ", "'", "\u0301", "é ", "中", "<mask>", " <mask>", "<", "x\u0323\u0301", "▁", "Lagos na Abuja, ", "𠀀", "12"])
        {
            string text = string.Concat(Enumerable.Repeat(bit, 250_000 / bit.Length));
            var clock = Stopwatch.StartNew();

            Encoding encoding = tokenizer.Encode(text);

            Assert.True(clock.Elapsed.TotalSeconds < 10, $"{name}, '{bit}': {clock.Elapsed.TotalSeconds:F1} s");
            Assert.True(encoding.Ids.Count > 0 || string.IsNullOrWhiteSpace(bit) || bit is "\u0301" or "▁", $"{name}, '{bit}': no tokens");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_tokenizer_serves_many_threads(string name)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);
        string[] texts = [.. Enumerable.Range(0, 200).Select(index => string.Concat(Enumerable.Range(0, 30).Select(bit => s_bits[(index * 7 + bit * bit) % s_bits.Length])))];
        IReadOnlyList<int>[] expected = [.. texts.Select(text => tokenizer.Encode(text).Ids)];

        Parallel.For(0, 2000, index => Assert.Equal(expected[index % texts.Length], tokenizer.Encode(texts[index % texts.Length]).Ids));
    }

    private static bool IsBoundary(string text, int at) => at == 0 || at == text.Length || !char.IsSurrogatePair(text[at - 1], text[at]);

    private static Gen<string> Texts() => Gen.OneOf(
        Gen.Elements(s_bits).ListOf().Select(string.Concat),
        ArbMap.Default.GeneratorFor<char>().ListOf().Select(units => string.Concat(units)));
}
