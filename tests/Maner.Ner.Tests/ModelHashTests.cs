using System.Security.Cryptography;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class ModelHashTests : IDisposable
{
    private const string Index = """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_hash_of_one_file_of_weights_is_that_file_s()
    {
        Write("model.safetensors", "weights");
        Write("model-00001-of-00002.safetensors", "of another checkpoint");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("weights"u8)), ModelHash.OfWeights(_folder.Path));
    }

    [Theory]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00001-of-00002.safetensors")]
    [InlineData("model-00002-of-00002.safetensors")]
    public void Every_shard_is_part_of_the_hash_of_the_weights(string changed)
    {
        Write("model.safetensors.index.json", Index);
        Write("model-00001-of-00002.safetensors", "one");
        Write("model-00002-of-00002.safetensors", "two");
        string before = ModelHash.OfWeights(_folder.Path);
        Write("config.json", "{}");
        Assert.Equal(before, ModelHash.OfWeights(_folder.Path));

        File.AppendAllText(_folder.File(changed), " ");

        Assert.NotEqual(before, ModelHash.OfWeights(_folder.Path));
    }

    [Fact]
    public void Weights_that_are_not_there_are_named() =>
        Assert.Contains(": expected model.safetensors, model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json, found none", Assert.Throws<FileNotFoundException>(() => ModelHash.OfWeights(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_hash_of_a_model_never_changes_since_addresses_of_cells_contain_it()
    {
        Write("config.json", "{}");
        Write("sentencepiece.bpe.model", "pieces");
        Write("model.safetensors", "weights");
        Assert.Equal("3e781826221454e23e794f26c5681eb2dbb31b47e4b82f03180fb65ce8036b48", ModelHash.OfModel(_folder.Path));

        Write("crf.safetensors", "crf");
        Write("maner.json", """{"format_version": 3, "method": "maner", "decoding": "viterbi", "crf_weight": 4, "tag_set": ["O"]}""");
        Assert.Equal("d29d16737b340ea098401647c19a7ea13f41de381e437e23191c10902c1a0f99", ModelHash.OfModel(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string content) => File.WriteAllText(_folder.File(name), content);
}
