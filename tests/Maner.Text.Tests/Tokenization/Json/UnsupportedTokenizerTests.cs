using System.Text.Json.Nodes;
using Maner.Tensors;
using Xunit;

namespace Maner.Text.Tests.Tokenization.Json;

/// <summary>What a tokenizer.json asks for and is not supported is named when the file is opened: text is never cut in another way than the file says.</summary>
public sealed class UnsupportedTokenizerTests
{
    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "wordpiece_cased", "normalizer", """{"type": "Nmt"}""", "normalizer.type: expected BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Precompiled, Prepend, Replace, Sequence, Strip or StripAccents, found \"Nmt\"" },
        { "wordpiece_cased", "normalizer", """{"type": "Replace", "pattern": {"Regex": "[0-9]"}, "content": "0"}""", "normalizer.pattern.Regex: expected a plain text, or a letter with + or {n,}, found \"[0-9]\"" },
        { "wordpiece_cased", "normalizer", """{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Precompiled", "precompiled_charsmap": "AAAA"}]}""", "normalizer.normalizers[1].precompiled_charsmap: expected a character map of SentencePiece, found a damaged character map" },
        { "wordpiece_cased", "normalizer", """{"type": "NFC", "strict": true}""", "normalizer: expected settings that are known here, found \"strict\"" },
        { "wordpiece_cased", "pre_tokenizer", """{"type": "UnicodeScripts"}""", "pre_tokenizer.type: expected BertPreTokenizer" },
        { "wordpiece_cased", "pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "(?i:x)"}, "behavior": "Isolated", "invert": false}""", "pre_tokenizer.pattern.Regex: expected GPT-2's words" },
        { "wordpiece_cased", "pre_tokenizer", """{"type": "Split", "pattern": {"String": "x"}, "behavior": "Dropped"}""", "pre_tokenizer.behavior: expected Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous, found \"Dropped\"" },
        { "wordpiece_cased", "pre_tokenizer", """{"type": "Metaspace", "prepend_scheme": "sometimes"}""", "pre_tokenizer.prepend_scheme: expected always, first or never" },
        { "wordpiece_cased", "post_processor", """{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}], "special_tokens": {}}""", "post_processor.single: expected one token before the text and one after it" },
        { "wordpiece_cased", "decoder", """{"type": "CTC"}""", "decoder.type: expected ByteFallback" },
        { "wordpiece_cased", "model.type", "\"WordLevel\"", "model.type: expected BPE, WordPiece or Unigram, found \"WordLevel\"" },
        { "wordpiece_cased", "model.unk_token", "\"nothing\"", "expected the unk_token 'nothing' in the vocabulary" },
        { "wordpiece_cased", "version", "\"2.0\"", "version: expected \"1.0\", found \"2.0\"" },
        { "wordpiece_cased", "added_tokens", """[{"id": 7, "content": "[MASK]"}]""", "added_tokens: expected one id for every token, found '[MASK]' with id 7" },
        { "wordpiece_cased", "surprise", "1", "expected settings that are known here, found \"surprise\"" },
        { "bpe_gemma", "model.dropout", "0.1", "model.dropout: expected none" },
        { "bpe_gemma", "model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix: expected none, found \"</w>\"" },
        { "bpe_gemma", "model.merges", """[["a", "nothing"]]""", "expected both parts of merge 1 and the whole in the vocabulary" },
        { "bpe_gemma", "model.merges", """["a b c"]""", "model.merges[0]: expected two tokens" },
        { "bpe_bytelevel", "pre_tokenizer", """{"type": "WhitespaceSplit"}""", "expected an unk_token or tokens for all 256 bytes, found neither" },
        { "unigram_xlmr_new", "model.unk_id", "null", "model.unk_id: expected the id of the unknown token" },
        { "unigram_xlmr_new", "model.vocab", """[["a", 0], ["a", 0]]""", "expected every token and id of the vocabulary once, found 'a' with id 1 again" },
        { "unigram_xlmr_new", "model.vocab", """[["a"]]""", "model.vocab[0]: expected a text and a number" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_not_supported_is_named(string name, string place, string value, string expected)
    {
        JsonNode root = JsonNode.Parse(TokenizerOracle.Json(name))!;
        string[] path = place.Split('.');
        JsonNode parent = path.Length == 1 ? root : root[path[0]]!;
        parent[path[^1]] = JsonNode.Parse(value);

        string message = Assert.Throws<InvalidDataException>(() => TokenizerOracle.Open(("tokenizer.json", root.ToJsonString()))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json: ", message, StringComparison.Ordinal);
        Assert.Contains(". Use the files that were published with the encoder, or another encoder.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected JSON, found a mistake")]
    [InlineData("[]", "expected a JSON object, found Array")]
    [InlineData("{}", "model: expected an object, found none")]
    [InlineData("""{"model": 1}""", "model: expected an object, found Number")]
    [InlineData("""{"version": "1.0", "version": "1.0"}""", "expected JSON, found a mistake")]
    [InlineData("""{"version": "\ud800"}""", "half a surrogate pair")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 900000000}, "merges": []}}""", "expected a vocabulary with ids from 0 to")]
    public void What_is_no_tokenizer_is_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TokenizerOracle.Open(("tokenizer.json", json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_changed_file_is_read_or_refused()
    {
        var rng = new Rng(5);
        string[] seeds = [.. TokenizerOracle.Names.Where(name => !name.StartsWith("unigram", StringComparison.Ordinal)).Select(TokenizerOracle.Json)];
        for (int round = 0; round < 200; round++)
        {
            char[] changed = seeds[round % seeds.Length].ToCharArray();
            for (int change = 0; change < 3; change++)
            {
                // The head and the tail of a file have its structure; what lies between is vocabulary.
                int place = rng.Next(2) == 0 ? rng.Next(Math.Min(2500, changed.Length)) : rng.Next(changed.Length);
                changed[place] = "{}[]\",:0aé\\n tfu-."[rng.Next(18)];
            }

            try
            {
                TokenizerOracle.Open(("tokenizer.json", new string(changed))).Encode("Lagos na <mask> Abuja é 👍");
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
