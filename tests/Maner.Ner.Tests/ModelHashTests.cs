using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class ModelHashTests : IDisposable
{
    private const string Index = """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("config.json")]
    [InlineData("sentencepiece.bpe.model")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00001-of-00002.safetensors")]
    [InlineData("model-00002-of-00002.safetensors")]
    [InlineData("crf.safetensors")]
    [InlineData("maner.json")]
    public void Every_file_that_is_read_is_part_of_the_hash(string changed)
    {
        WriteTagger();
        Write("model.safetensors.index.json", Index);
        Write("model-00001-of-00002.safetensors", "one");
        Write("model-00002-of-00002.safetensors", "two");

        RequireOther(changed);
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("crf.safetensors")]
    public void Weights_of_PyTorch_are_part_of_it_also_beside_a_CRF(string changed)
    {
        WriteTagger();
        Write("pytorch_model.bin", "weights");

        RequireOther(changed);
    }

    [Theory]
    [InlineData("surface.safetensors")]
    [InlineData("maner.json")]
    public void A_CRF_of_an_earlier_version_is_part_of_it(string changed)
    {
        WriteTagger();
        Write("model.safetensors", "weights");
        Write("surface.safetensors", "crf");
        Write("maner.json", """{"format_version": 2, "method": "maner", "decoding": "viterbi", "surface_weight": 4}""");

        RequireOther(changed);
    }

    [Fact]
    public void What_training_does_not_read_changes_nothing()
    {
        WriteTagger();
        Write("model.safetensors", "weights");
        string before = ModelHash.OfModel(_folder.Path);

        Write("README.md", "a card");
        Write("checkpoint.safetensors", "of a run that continues here");
        Write("words.json", "{}");
        Write("maner.json", """{"format_version": 3, "method": "maner", "decoding": "viterbi", "crf_weight": 4, "metrics": {"epochs": 3}}""");

        Assert.Equal(before, ModelHash.OfModel(_folder.Path));
    }

    [Fact]
    public void Weights_that_are_not_there_are_named()
    {
        WriteTagger();
        Assert.Contains(": expected model.safetensors, model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json, found only 'crf.safetensors'", Assert.Throws<FileNotFoundException>(() => ModelHash.OfModel(_folder.Path)).Message, StringComparison.Ordinal);
    }

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

    private void WriteTagger()
    {
        Write("config.json", "{}");
        Write("sentencepiece.bpe.model", "pieces");
        Write("crf.safetensors", "crf");
        Write("maner.json", """{"format_version": 3, "method": "maner", "decoding": "viterbi", "crf_weight": 4}""");
    }

    private void RequireOther(string changed)
    {
        string before = ModelHash.OfModel(_folder.Path);
        string path = _folder.File(changed);
        File.WriteAllText(path, changed == "maner.json" ? File.ReadAllText(path).Replace(": 4", ": 2", StringComparison.Ordinal) : File.ReadAllText(path) + " ");
        Assert.NotEqual(before, ModelHash.OfModel(_folder.Path));
    }

    private void Write(string name, string content) => File.WriteAllText(_folder.File(name), content);
}
