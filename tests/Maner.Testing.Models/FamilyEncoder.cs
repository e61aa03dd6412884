using System.Text.Json;
using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Tensors;

namespace Maner.Testing;

/// <summary>Encoder folders of every family, with few, random weights and a small tokenizer of each kind that the family's checkpoints have.</summary>
internal static class FamilyEncoder
{
    private static readonly string s_tokenizers = Path.Combine(SharedFiles.Repository, "tests", "Golden", "tokenizer-json");

    private static readonly Dictionary<string, (string Config, Action<string> WriteTokenizer, string? WithoutPrefix)> s_all = new(StringComparer.Ordinal)
    {
        ["BERT, vocab.txt"] = ("bert", WordPieceFiles, null),
        ["BERT, tokenizer.json"] = ("bert, tanh", folder => Json(folder, "wordpiece_lower"), "bert."),
        ["MiniLM"] = ("bert", SentencePiece, null),
        ["DistilBERT"] = ("distilbert", WordPieceFiles, null),
        ["RoBERTa, tokenizer.json"] = ("roberta", folder => Json(folder, "bpe_bytelevel"), null),
        ["RoBERTa, vocab.json"] = ("roberta", BpeFiles, "roberta."),
        ["XLM-R, tokenizer.json"] = ("xlm-roberta, untied", folder => Json(folder, "unigram_xlmr_new"), null),
        ["ModernBERT"] = ("modernbert, biased", folder => Json(folder, "bpe_modernbert"), "model."),
        ["mmBERT"] = ("modernbert", folder => Json(folder, "bpe_gemma"), null),
        ["XLM-R, more rows"] = ("xlm-roberta", SentencePiece, "roberta."),
    };

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    /// <summary>Writes a folder as it would come from elsewhere: some without prefix, and with rows that the tokenizer has no id for.</summary>
    public static void Write(string name, string folder)
    {
        (string family, Action<string> writeTokenizer, string? lacking) = s_all[name];
        writeTokenizer(folder);
        int rows = Math.Max(900, Maner.Text.Tokenization.Json.TokenizerFolder.Open(folder).Count + 7);
        EncoderConfig config = TinyEncoder.Families[family] with { VocabSize = rows, MaxPositionEmbeddings = 90 };
        (config with { Architectures = [config.Family.MaskedLanguageModel] }).Save(Path.Combine(folder, TaggerFolder.ConfigFile));
        using var workers = new Workers(1);
        using TransformerEncoder encoder = TinyEncoder.Make(config, workers, new Rng(7), 0.1);
        SafeTensorsWriter.Write(
            Path.Combine(folder, TaggerFolder.WeightsFile),
            encoder.Arenas.SelectMany(arena => arena.Tensors).Select(tensor =>
                new TensorToWrite(tensor.Name[(lacking?.Length ?? 0)..], [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
    }

    private static void Json(string folder, string name) => File.Copy(Path.Combine(s_tokenizers, name + ".json"), Path.Combine(folder, "tokenizer.json"));

    private static void SentencePiece(string folder) =>
        File.Copy(Path.Combine(SharedFiles.Mini, TaggerFolder.TokenizerFile), Path.Combine(folder, TaggerFolder.TokenizerFile));

    private static void WordPieceFiles(string folder)
    {
        File.Copy(Path.Combine(s_tokenizers, "wordpiece_cased.vocab.txt"), Path.Combine(folder, "vocab.txt"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"do_lower_case": false, "tokenizer_class": "BertTokenizer"}""");
    }

    private static void BpeFiles(string folder)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_tokenizers, "bpe_bytelevel.json")));
        JsonElement model = file.RootElement.GetProperty("model");
        File.WriteAllText(Path.Combine(folder, "vocab.json"), model.GetProperty("vocab").GetRawText());
        File.WriteAllLines(
            Path.Combine(folder, "merges.txt"),
            ["#version: 0.2", .. model.GetProperty("merges").EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}")]);
    }
}
