using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Testing;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Xunit;

namespace Maner.Text.Tests.Tokenization.Json;

public sealed class TokenizerFolderTests
{
    [Theory]
    [InlineData("wordpiece_cased", """{"do_lower_case": false}""")]
    [InlineData("wordpiece_lower", "{}")]
    [InlineData("wordpiece_lower_keep", """{"do_lower_case": true, "strip_accents": false, "mask_token": "[MASK]"}""")]
    public void A_vocab_txt_cuts_as_its_tokenizer_json(string name, string configuration)
    {
        Tokenizer fromText = TokenizerOracle.Open(
            ("vocab.txt", File.ReadAllText(Path.Combine(TokenizerOracle.Folder, name + ".vocab.txt"))), ("tokenizer_config.json", configuration));

        RequireSame(name, TokenizerOracle.OpenNamed(name), fromText);
    }

    [Theory]
    [InlineData("bpe_bytelevel", """{"model_max_length": 512}""")]
    [InlineData("bpe_bytelevel_prefix", """{"add_prefix_space": true}""")]
    public void A_vocab_json_with_merges_cuts_as_its_tokenizer_json(string name, string configuration)
    {
        JsonNode model = JsonNode.Parse(TokenizerOracle.Json(name))!["model"]!;
        string merges = string.Join('\n', model["merges"]!.AsArray().Select(merge => merge is JsonArray pair ? $"{pair[0]} {pair[1]}" : merge!.ToString()));

        Tokenizer fromFiles = TokenizerOracle.Open(
            ("vocab.json", model["vocab"]!.ToJsonString()), ("merges.txt", "#version: 0.2\n" + merges + "\n"), ("tokenizer_config.json", configuration));

        RequireSame(name, TokenizerOracle.OpenNamed(name), fromFiles);
    }

    [Fact]
    public void Tokens_of_added_tokens_json_are_found_before_words_are_cut()
    {
        string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nna\n##e\nmoja\nx\n##mot\n";
        Tokenizer tokenizer = TokenizerOracle.Open(
            ("vocab.txt", vocabulary), ("added_tokens.json", """{"[MASK]": 9, "Xmot": 10, "<e1>": 11}"""),
            ("special_tokens_map.json", """{"mask_token": "[MASK]", "additional_special_tokens": ["<e1>"]}"""), ("tokenizer_config.json", """{"do_lower_case": true}"""));

        Assert.Equal(12, tokenizer.Count);
        Assert.Equal(9, tokenizer.SpecialTokens.Mask);
        Assert.Equal([4, 10, 6, 9], tokenizer.Encode("NA xMOT moja[MASK]").Ids); // an added word is found in what is made of the text
        Assert.Equal([4, 11, 1, 1, 1], tokenizer.Encode("na <e1> <E1>").Ids); // a special one in the text itself
        Assert.Equal([(true, "Xmot"), (true, "<e1>")], ((int[])[10, 11]).Select(id => (true, tokenizer.PieceOf(id))));
        Assert.False(tokenizer.IsSpecial(10));
        Assert.True(tokenizer.IsSpecial(11));
        var ids = new List<int>();
        tokenizer.EncodeWord("<e1>", ids); // a word never gives a special id
        Assert.DoesNotContain(11, ids);
        Assert.Contains("added_tokens.json", tokenizer.Files.Select(Path.GetFileName));
        Assert.Subset(new HashSet<int>(tokenizer.AlwaysNeeded), new HashSet<int> { 9, 10, 11 });
    }

    [Theory]
    [InlineData("""{"moja": 9}""", "expected one id for every token, behind the vocabulary's 9, found 'moja' with id 9, which the vocabulary gives id 6")]
    [InlineData("""{"mpya": 4}""", "found 'mpya' with id 4, which is another's or far behind")]
    [InlineData("""{"a1": 9, "a2": 9}""", "found 'a2' with id 9, which is another's or far behind")]
    [InlineData("""{"a1": 900}""", "found 'a1' with id 900")]
    [InlineData("""{"a1": "9"}""", "expected tokens, each with its id, found \"a1\": \"9\"")]
    [InlineData("""{"a1": 9.5}""", "found \"a1\": 9.5")]
    [InlineData("""[1]""", "expected a JSON object, found Array")]
    public void An_added_tokens_json_that_contradicts_the_vocabulary_is_refused(string added, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TokenizerOracle.Open(
            ("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nna\n##e\nmoja\n[MASK]\nx\n"), ("added_tokens.json", added)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("added_tokens.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_piece_model_is_taken_before_a_tokenizer_json()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), "{");
        File.Copy(Path.Combine(SharedFiles.Repository, "models/mini/sentencepiece.bpe.model"), folder.File("sentencepiece.bpe.model"));

        Tokenizer tokenizer = TokenizerFolder.Open(folder.Path);

        UnigramTokenizer direct = Tokenizers.Mini;
        Assert.IsType<UnigramTokenizer>(tokenizer);
        Assert.Equal(direct.Encode("Amina yuko Mombasa.").Ids, tokenizer.Encode("Amina yuko Mombasa.").Ids);
        Assert.Equal(new SpecialIds(0, 2, direct.Vocabulary.MaskId, 3, 1), tokenizer.SpecialTokens);
        Assert.Equal(direct.Vocabulary.Count, tokenizer.Count);
        Assert.Equal([folder.File("sentencepiece.bpe.model")], tokenizer.Files);
        Assert.Equal(direct.Sha256, tokenizer.Sha256);
        Assert.Equal("Amina yuko Mombasa.", tokenizer.Decode([.. tokenizer.Encode("Amina yuko Mombasa.").Ids]));
        Assert.True(tokenizer.StartsWord(tokenizer.Encode("na").Ids[0]));
        Assert.False(tokenizer.StartsWord(tokenizer.SpecialTokens.Mask));
    }

    [Fact]
    public void Files_and_their_hash_are_those_that_were_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), TokenizerOracle.Json("wordpiece_cased"));
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.File("tokenizer.json"))));
        Assert.Equal(sha256, TokenizerFolder.Open(folder.Path).Sha256);

        File.WriteAllText(folder.File("tokenizer_config.json"), "{}");
        Tokenizer tokenizer = TokenizerFolder.Open(folder.Path);

        Assert.Equal([folder.File("tokenizer.json"), folder.File("tokenizer_config.json")], tokenizer.Files);
        Assert.NotEqual(sha256, tokenizer.Sha256);
    }

    [Theory]
    [InlineData("wordpiece_cased", 3, 4, 5, 2, 0)]
    [InlineData("bpe_bytelevel", 0, 2, 567, 3, 1)]
    [InlineData("bpe_gemma", 2, 1, 4, 3, 0)]
    [InlineData("unigram_xlmr_new", 0, 2, 568, 3, 1)]
    public void Special_tokens_are_found_by_the_template_and_by_their_names(string name, int begin, int end, int mask, int unknown, int padding)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);

        Assert.Equal(new SpecialIds(begin, end, mask, unknown, padding), tokenizer.SpecialTokens);
        Assert.False(tokenizer.StartsWord(mask));
    }

    [Fact]
    public void A_configuration_names_special_tokens_of_other_names()
    {
        string json = TokenizerOracle.Json("wordpiece_cased").Replace("[MASK]", "<<hidden>>", StringComparison.Ordinal);
        Assert.Contains("mask_token: expected <mask> or [MASK]", Refusal(("tokenizer.json", json)), StringComparison.Ordinal);

        Tokenizer tokenizer = TokenizerOracle.Open(("tokenizer.json", json), ("special_tokens_map.json", """{"mask_token": {"content": "<<hidden>>", "lstrip": true}}"""));

        Assert.Equal(5, tokenizer.SpecialTokens.Mask);
        Assert.Contains("found 'nothing', which is none", Refusal(("tokenizer.json", json), ("tokenizer_config.json", """{"mask_token": "nothing"}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_get_a_space_before_them_on_request()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), TokenizerOracle.Json("bpe_gemma"));
        Tokenizer plain = TokenizerFolder.Open(folder.Path), spaced = TokenizerFolder.Open(folder.Path, hasSpaceBeforeWords: true);

        Assert.Equal(plain.Encode(" Abuja").Ids, spaced.Word("Abuja"));
        Assert.Equal(plain.Encode("Abuja").Ids, plain.Word("Abuja"));
        Assert.NotEqual(plain.Word("Abuja"), spaced.Word("Abuja"));
        Assert.True(spaced.StartsWord(spaced.Word("Abuja")[0]));
    }

    [Theory]
    [InlineData("bpe_bytelevel", false)]
    [InlineData("bpe_bytelevel_prefix", true)]
    [InlineData("wordpiece_cased", true)]
    [InlineData("wordpiece_lower", true)]
    [InlineData("unigram_xlmr_new", true)]
    public void A_space_before_words_changes_only_tokenizers_that_put_none_there_themselves(string name, bool isSame)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), TokenizerOracle.Json(name));
        Tokenizer plain = TokenizerFolder.Open(folder.Path), spaced = TokenizerFolder.Open(folder.Path, hasSpaceBeforeWords: true);

        // The last two give no piece at all where they are cleaned away, and a space must not make one of them.
        string[] words = ["Abuja", "siku", "Ẹ̀fọ̀n", "ߘ", "'s", "2024", "\u200B", "\u00AD"];
        Assert.Equal(isSame, words.All(word => plain.Word(word).SequenceEqual(spaced.Word(word))));
        Assert.All(words[..2], word => Assert.Equal(isSame ? plain.Word(word) : [.. plain.Encode(" " + word).Ids], spaced.Word(word)));
    }

    [Theory]
    [InlineData("wordpiece_lower", "[CLS] lagos na abuja [SEP]", "Lagos na Abuja")]
    [InlineData("bpe_bytelevel", "<s>Lagos na Ẹ̀fọ̀n, 'sawa'</s>", "Lagos na Ẹ̀fọ̀n, 'sawa'")]
    [InlineData("bpe_gemma", "<bos>Lagos na ߘ 👍<eos>", "Lagos na ߘ 👍")]
    [InlineData("unigram_xlmr_new", "<s> Lagos na Abuja</s>", "Lagos na Abuja")]
    public void Ids_become_text_again(string name, string expected, string text)
    {
        Tokenizer tokenizer = TokenizerOracle.OpenNamed(name);

        Assert.Equal(expected, tokenizer.Decode([tokenizer.SpecialTokens.Begin, .. tokenizer.Encode(text).Ids, tokenizer.SpecialTokens.End]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([tokenizer.Count]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.PieceOf(-1));
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_refused_with_what_is_looked_for()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vocab.json"), "{}");

        string message = Assert.Throws<FileNotFoundException>(() => TokenizerFolder.Open(folder.Path)).Message;

        Assert.Contains("expected a tokenizer (sentencepiece.bpe.model, tokenizer.json, vocab.txt, or vocab.json with merges.txt), found none. Copy it", message, StringComparison.Ordinal);
    }

    private static string Refusal(params (string, string)[] files) => Assert.Throws<InvalidDataException>(() => TokenizerOracle.Open(files)).Message;

    private static void RequireSame(string name, Tokenizer expected, Tokenizer found)
    {
        Assert.Equal(expected.SpecialTokens, found.SpecialTokens);
        Assert.Equal(expected.Count, found.Count);
        foreach (JsonElement row in TokenizerOracle.Read(Path.Combine(TokenizerOracle.Folder, name + ".golden.json")).EnumerateArray())
        {
            string text = row.GetProperty("text").GetString()!;
            (Encoding one, Encoding other) = (expected.Encode(text), found.Encode(text));
            Assert.Equal(one.Ids, other.Ids);
            Assert.Equal(one.Pieces, other.Pieces);
            Assert.Equal(one.Begin, other.Begin);
            Assert.Equal(one.End, other.End);
            Assert.Equal(expected.Word(text), found.Word(text));
        }
    }
}
