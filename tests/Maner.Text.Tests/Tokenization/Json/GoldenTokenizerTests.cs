using System.Text.Json;
using Maner.Testing;
using Maner.Text.Tokenization.Json;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization.Json;

public sealed class GoldenTokenizerTests
{
    public static TheoryData<string> Names => [.. TokenizerOracle.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_tokens_and_offsets_are_those_of_the_library(string name)
    {
        int rows = Compare(Path.Combine(TokenizerOracle.Folder, name + ".json"), Path.Combine(TokenizerOracle.Folder, name + ".golden.json"));

        Assert.Equal(85, rows);
    }

    [Fact]
    public void All_ten_tokenizers_give_what_the_library_gives()
    {
        string folder = SharedFiles.OrSkip("oracle/tokenizer-json");
        string[] files = Directory.GetFiles(Path.Combine(folder, "files"), "*.json");
        Assert.Equal(10, files.Length);

        int rows = files.Sum(file => Compare(file, Path.Combine(folder, "golden", Path.GetFileNameWithoutExtension(file) + ".golden.json")));

        Assert.Equal(85 * files.Length, rows);
    }

    private static int Compare(string file, string goldenFile)
    {
        Tokenizer tokenizer = TokenizerOracle.Open(file);
        var wrong = new List<string>();
        int rows = 0;
        foreach (JsonElement row in TokenizerOracle.Read(goldenFile).EnumerateArray())
        {
            rows++;
            string text = row.GetProperty("text").GetString()!;
            Encoding encoding = tokenizer.Encode(text);
            (int[] begin, int[] end) = encoding.InCodePoints();
            Same("ids", Numbers(row.GetProperty("ids")), encoding.Ids);
            Same("tokens", row.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!), encoding.Pieces);
            Same("offsets", row.GetProperty("offsets").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32())), begin.Zip(end));
            if (row.TryGetProperty("words", out JsonElement words))
            {
                string[] all = [.. words.EnumerateArray().Select(word => word.GetString()!)];
                Same("words", row.GetProperty("wordIds").EnumerateArray().Select(ids => string.Join(' ', Numbers(ids))), all.Select(word => string.Join(' ', Word(tokenizer, word))));
                Same("special", Numbers(row.GetProperty("special")), [tokenizer.SpecialTokens.Begin, .. Word(tokenizer, all[0]), tokenizer.SpecialTokens.End]);
            }

            void Same<T>(string what, IEnumerable<T> expected, IEnumerable<T> found)
            {
                if (!expected.SequenceEqual(found))
                {
                    wrong.Add($"{Path.GetFileName(file)}: {what} of {JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
                }
            }
        }

        Assert.Empty(wrong);
        return rows;
    }

    private static List<int> Word(Tokenizer tokenizer, string word)
    {
        List<int> ids = [];
        ((PipelineTokenizer)tokenizer).EncodeWord(word, ids, findsSpecial: true);
        return ids;
    }

    private static IEnumerable<int> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt32());
}
