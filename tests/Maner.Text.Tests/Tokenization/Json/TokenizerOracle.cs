using System.Text.Json;
using Maner.Testing;
using Maner.Text.Tokenization.Json;
using Maner.Text.Tokenization;

namespace Maner.Text.Tests.Tokenization.Json;

/// <summary>Small tokenizers with the reference library's answers: a part of them is in the repository, all are in ../shared.</summary>
internal static class TokenizerOracle
{
    public static string Folder { get; } = Path.Combine(SharedFiles.Repository, "tests", "Golden", "tokenizer-json");

    /// <summary>Those in the repository.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        "wordpiece_cased", "wordpiece_lower", "wordpiece_lower_keep", "bpe_bytelevel", "bpe_bytelevel_prefix", "bpe_modernbert", "bpe_gemma", "unigram_xlmr_new",
    ];

    /// <summary>Opens a tokenizer.json in a folder of its own.</summary>
    public static Tokenizer Open(string file) => Open(("tokenizer.json", File.ReadAllText(file)));

    /// <summary>One of those in the repository.</summary>
    public static Tokenizer OpenNamed(string name) => Open(Path.Combine(Folder, name + ".json"));

    /// <summary>Opens the tokenizer of a folder with some files.</summary>
    public static Tokenizer Open(params (string Name, string Content)[] files)
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, string content) in files)
        {
            File.WriteAllText(folder.File(name), content);
        }

        return TokenizerFolder.Open(folder.Path);
    }

    public static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    public static string Json(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json"));

    public static List<int> Word(this Tokenizer tokenizer, string word)
    {
        List<int> ids = [];
        tokenizer.EncodeWord(word, ids);
        return ids;
    }
}
