using System.Text.Json;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Maner.Text.Tokenization.Trimming;
using Xunit;

namespace Maner.Text.Tests.Tokenization.Trimming;

public sealed class VocabularyTrimmerTests
{
    private static readonly string s_golden = Path.Combine(SharedFiles.Repository, "tests", "Golden", "tokenizer-json");

    public static TheoryData<string> Kinds =>
    [
        "mini", "xlmr", "vocab.txt", "vocab.json",
        .. Directory.EnumerateFiles(s_golden, "*.json").Select(file => Path.GetFileName(file)!).Where(file => !file.EndsWith(".golden.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_texts_of_covered_words_have_the_same_pieces(string kind)
    {
        using TemporaryFolder whole = new(), smaller = new();
        Tokenizer before = Open(kind, whole.Path);
        string[] words = [.. Texts().SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal).Where((_, number) => number % 3 != 0)];

        (Tokenizer after, IdMap map) = Trim(before, words, smaller.Path);

        Assert.Equal(map.Count, after.Count);
        Assert.InRange(map.Count, 1, before.Count - 1); // or nothing was tried
        for (int id = 0; id < map.Count; id++)
        {
            Assert.Equal(before.PieceOf(map.Kept[id]), after.PieceOf(id));
            Assert.Equal(before.IsSpecial(map.Kept[id]), after.IsSpecial(id));
        }

        Assert.Equal(Renumbered(before.SpecialTokens, map), after.SpecialTokens);
        var rng = new Rng(1);
        for (int round = 0; round < 300; round++)
        {
            string text = string.Join(' ', Enumerable.Range(0, 1 + rng.Next(round < 290 ? 40 : 1500)).Select(_ => words[rng.Next(words.Length)]));
            RequireSame(before, after, map, text);
        }

        Array.ForEach(words, word => RequireSame(before, after, map, word));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Text_that_is_not_covered_loses_no_letter(string kind)
    {
        using TemporaryFolder whole = new(), smaller = new();
        Tokenizer before = Open(kind, whole.Path);
        (Tokenizer after, IdMap map) = Trim(before, ["neno"], smaller.Path);
        int others = 0;
        foreach (string text in Texts())
        {
            List<int> old = [], ids = [];
            before.EncodeWord(text, old);
            after.EncodeWord(text, ids);
            others += old.SequenceEqual(ids.Select(id => map.Kept[id])) ? 0 : 1;
            if (before.SpecialTokens.Unknown is not { } unknown || !old.Contains(unknown))
            {
                Assert.False(after.SpecialTokens.Unknown is { } now && ids.Contains(now) && kind is not ("vocab.txt" or "wordpiece_cased.json" or "wordpiece_lower.json" or "wordpiece_lower_keep.json"), text);
                Assert.Equal(before.Decode([.. old]), after.Decode([.. ids]));
            }
        }

        Assert.True(others > 0, "no text is cut otherwise: nothing was trimmed");
    }

    [Fact]
    public void Pieces_of_segmentations_that_are_nearly_as_good_stay_for_they_may_be_best_after_other_words()
    {
        // ab+c and a+bc differ by less than the rounding of a long sentence's sum: which is best depends on what stands before.
        UnigramTokenizer before = TestModel.With(("▁", -1), ("a", -5), ("b", -5), ("c", -5), ("ab", -3.0000002f), ("bc", -3), ("▁x", -7.77f), ("x", -20), ("xx", -1)).Load();
        using var folder = new TemporaryFolder();
        (Tokenizer after, IdMap map) = Trim(before, ["abc", "x"], folder.Path);

        var seen = new HashSet<string>();
        for (int count = 0; count < 400; count++)
        {
            string text = string.Concat(Enumerable.Repeat("x ", count)) + "abc";
            RequireSame(before, after, map, text);
            seen.Add(string.Join('+', before.Encode(text).Pieces.TakeLast(2)));
        }

        Assert.Equal(2, seen.Count); // the case is there
        Assert.DoesNotContain("xx", map.Kept.Select(before.PieceOf));
    }

    [Fact]
    public void The_rarest_piece_stays_for_the_unknown_is_measured_by_it()
    {
        // zz makes the unknown −40, and so éa + bc, −40, better than it and abc, −42. Without zz the unknown is −30.
        UnigramTokenizer before = TestModel.With(("▁", -1), ("a", -15), ("b", -15), ("c", -15), ("éa", -20), ("bc", -20), ("abc", -2), ("zz", -30), ("left", -3)).Load();
        using var folder = new TemporaryFolder();
        (Tokenizer after, IdMap map) = Trim(before, ["éabc", "abc"], folder.Path);
        Assert.Equal(["▁", "éa", "bc"], after.Encode("éabc").Pieces);
        RequireSame(before, after, map, "éabc abc éabc");
        Assert.DoesNotContain("left", map.Kept.Select(before.PieceOf));
    }

    [Fact]
    public void What_cuts_words_of_scripts_without_spaces_is_the_same_on_covered_text()
    {
        string[] texts = ["東京都知事は昨日の会議で新しい政策を発表した。", "นายกรัฐมนตรีเดินทางไปประชุมที่กรุงเทพมหานครเมื่อวานนี้", "国家主席习近平在北京会见外国客人"];
        using var folder = new TemporaryFolder();
        (Tokenizer after, IdMap map) = Trim(Tokenizers.Xlmr, texts, folder.Path);
        Assert.True(map.Count < Tokenizers.Xlmr.Count / 5);
        int found = 0;
        foreach (string text in texts)
        {
            for (int start = 0; start < text.Length; start++)
            {
                for (int end = start + 1; end <= text.Length; end++)
                {
                    float? expected = Tokenizers.Xlmr.PieceLogProbability(text[start..end]);
                    Assert.Equal(expected, after.PieceLogProbability(text[start..end]));
                    found += expected is null ? 0 : 1;
                }
            }
        }

        Assert.True(found > 40, $"{found} pieces");
    }

    [Fact]
    public void A_word_that_WordPiece_cannot_cut_stays_unknown()
    {
        // abd: ab is the longest, and nothing goes on with d. Without ab it would be a ##bd.
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "ab", "##bd", "xbd", "x", "left"];
        using TemporaryFolder whole = new(), smaller = new();
        File.WriteAllLines(whole.File("vocab.txt"), tokens);
        Tokenizer before = TokenizerFolder.Open(whole.Path);

        (Tokenizer after, IdMap map) = Trim(before, ["abd", "xbd", "a"], smaller.Path);

        RequireSame(before, after, map, "abd xbd a");
        Assert.Equal([after.SpecialTokens.Unknown!.Value], after.Encode("abd").Ids);
        Assert.DoesNotContain("left", map.Kept.Select(before.PieceOf));
    }

    [Fact]
    public void Ids_beside_the_vocabulary_move_with_it()
    {
        using TemporaryFolder whole = new(), smaller = new();
        Tokenizer before = Open("wordpiece_cased.json", whole.Path);
        int gone = Enumerable.Range(0, before.Count).Last(id => before.PieceOf(id) is ['#', '#', _, _, _, ..]);
        string configuration = $$$"""{"added_tokens_decoder": {"{{{before.SpecialTokens.Mask}}}": {"content": "[MASK]"}, "{{{gone}}}": {"content": "gone"}}, "kept": [1]}""";
        File.WriteAllText(whole.File("tokenizer_config.json"), configuration);
        before = TokenizerFolder.Open(whole.Path);

        (Tokenizer after, _) = Trim(before, ["a"], smaller.Path);

        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(smaller.File("tokenizer_config.json")));
        JsonProperty only = Assert.Single(file.RootElement.GetProperty("added_tokens_decoder").EnumerateObject());
        Assert.Equal(($"{after.SpecialTokens.Mask}", "[MASK]"), (only.Name, only.Value.GetProperty("content").GetString()));
        Assert.Equal(1, file.RootElement.GetProperty("kept")[0].GetInt32());
    }

    private static IEnumerable<string> Texts()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_golden, "unigram_xlmr_new.golden.json")));
        return [.. golden.RootElement.EnumerateArray().Select(example => example.GetProperty("text").GetString()!).Take(60), .. File.ReadLines(Samples.File("unlabelled.txt"))];
    }

    private static SpecialIds Renumbered(SpecialIds ids, IdMap map) => new(
        map.Of(ids.Begin)!.Value, map.Of(ids.End)!.Value, map.Of(ids.Mask)!.Value, ids.Unknown is { } unknown ? map.Of(unknown) : null, ids.Padding is { } padding ? map.Of(padding) : null);

    private static void RequireSame(Tokenizer before, Tokenizer after, IdMap map, string text)
    {
        List<int> old = [], ids = [];
        before.EncodeWord(text, old);
        after.EncodeWord(text, ids);
        Assert.True(old.SequenceEqual(ids.Select(id => map.Kept[id])), text);
    }

    private static (Tokenizer After, IdMap Map) Trim(Tokenizer before, IEnumerable<string> words, string folder)
    {
        var trimmer = new VocabularyTrimmer(before);
        foreach (string word in words)
        {
            trimmer.Add(word);
        }

        IdMap map = trimmer.Map([]);
        foreach ((string name, byte[] content) in trimmer.Files(map))
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }

        return (TokenizerFolder.Open(folder, hasSpaceBeforeWords: true), map);
    }

    private static Tokenizer Open(string kind, string folder)
    {
        switch (kind)
        {
            case "mini":
                return Tokenizers.Mini;
            case "xlmr":
                return Tokenizers.Xlmr;
            case "vocab.txt":
                File.Copy(Path.Combine(s_golden, "wordpiece_cased.vocab.txt"), Path.Combine(folder, kind));
                break;
            case "vocab.json":
                using (JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_golden, "bpe_bytelevel.json"))))
                {
                    JsonElement model = file.RootElement.GetProperty("model");
                    File.WriteAllText(Path.Combine(folder, kind), model.GetProperty("vocab").GetRawText());
                    File.WriteAllLines(Path.Combine(folder, "merges.txt"), ["#version: 0.2", .. model.GetProperty("merges").EnumerateArray().Select(MergeOf)]);
                }

                break;
            default:
                File.Copy(Path.Combine(s_golden, kind), Path.Combine(folder, "tokenizer.json"));
                break;
        }

        return TokenizerFolder.Open(folder, hasSpaceBeforeWords: true);
    }

    private static string MergeOf(JsonElement merge) => merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";
}
