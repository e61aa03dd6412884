using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class CheckpointTests
{
    [Theory]
    [InlineData("roberta.", "roberta.")]
    [InlineData("roberta.", "")]
    [InlineData("bert.", "bert.")]
    [InlineData("bert.", "")]
    [InlineData("distilbert.", "")]
    public void One_name_finds_a_tensor_with_and_without_the_prefix(string family, string prefix)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(
            (prefix + "encoder.layer.0.attention.self.query.weight", [2, 3]), ("classifier.bias", [2])));
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] weight = new float[6];

        CheckpointScope layer = checkpoint.Scope(family + "encoder.layer.0");
        layer.Scope("attention.self").Read("query.weight", [2, 3], weight);

        Assert.Equal([0, 1, 2, 3, 4, 5], weight);
        Assert.Equal(prefix.Length > 0, checkpoint.HasPrefix);
        Assert.True(layer.Has("attention.self.query.weight"));
        Assert.False(layer.Has("attention.self.query.bias"));
        Assert.Equal([2, 3], layer.ShapeOf("attention.self.query.weight"));
        Assert.Equal(["classifier.bias"], checkpoint.Unread);
    }

    [Fact]
    public void Another_shape_is_refused_and_counts_as_unread()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(("encoder.layer.3.query.weight", [3, 2])));
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] weight = new float[6];

        var error = Assert.Throws<InvalidDataException>(() => checkpoint.Read("encoder.layer.3.query.weight", [2, 3], weight));

        Assert.StartsWith("encoder.layer.3.query.weight: expected [2,3], file has [3,2]. Is config.json from another model?", error.Message, StringComparison.Ordinal);
        Assert.Equal(["encoder.layer.3.query.weight"], checkpoint.Unread);
        Assert.Equal(new float[6], weight);
    }

    [Fact]
    public void A_missing_tensor_is_named_with_the_shape_and_the_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(("a", [1])));
        using var checkpoint = Checkpoint.Open(folder.Path);

        var error = Assert.Throws<InvalidDataException>(() => checkpoint.Read("roberta.encoder.layer.12.output.dense.bias", [768], new float[768]));

        Assert.Contains($"roberta.encoder.layer.12.output.dense.bias: expected a tensor [768] of this name in '{folder.Path}', found none", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => checkpoint.ShapeOf("b"));
    }

    [Fact]
    public void Another_familys_prefix_is_not_taken_for_the_one_asked_for()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(("bert.a", [1])));
        using var checkpoint = Checkpoint.Open(folder.Path);

        Assert.False(checkpoint.Has("roberta.a"));
        Assert.True(checkpoint.Has("bert.a"));
    }

    [Fact]
    public void What_BERT_brings_besides_is_not_reported_and_its_bias_is_found_under_both_names()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(
            ("bert.embeddings.position_ids", [1, 4]), ("bert.pooler.dense.bias", [2]), ("cls.predictions.decoder.weight", [3, 2]), ("cls.predictions.decoder.bias", [3]),
            ("cls.seq_relationship.weight", [2, 2]), ("cls.seq_relationship.bias", [2]), ("vocab_projector.weight", [3, 2])));
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] bias = new float[3];

        checkpoint.Read("cls.predictions.bias", [3], bias);

        Assert.Equal([0, 1, 2], bias);
        Assert.Empty(checkpoint.Unread);
    }

    [Theory]
    [InlineData("roberta.")]
    [InlineData("")]
    public void Buffers_and_copies_of_old_checkpoints_are_not_reported(string prefix)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(
            (prefix + "embeddings.position_ids", [1, 4]), (prefix + "pooler.dense.weight", [2, 2]), ("lm_head.decoder.weight", [3, 2]), ("lm_head.decoder.bias", [3]), (prefix + "surprise", [1])));

        using var checkpoint = Checkpoint.Open(folder.Path);

        Assert.Equal([prefix + "surprise"], checkpoint.Unread);
    }

    [Fact]
    public void Shards_read_as_one_file_and_extra_tensors_are_reported()
    {
        using var folder = new TemporaryFolder();
        WriteShards(folder);
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] b = new float[3];

        checkpoint.Read("roberta.a", [2], b.AsSpan(0, 2));
        checkpoint.Read("roberta.b", [3], b);

        Assert.Equal([0, 1, 2], b);
        Assert.Equal(["roberta.extra"], checkpoint.Unread);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(10_000)]
    public void A_shard_that_is_cut_off_is_named_with_its_tensor(int missingBytes)
    {
        using var folder = new TemporaryFolder();
        WriteShards(folder);
        byte[] shard = File.ReadAllBytes(folder.File("model-00002-of-00002.safetensors"));
        File.WriteAllBytes(folder.File("model-00002-of-00002.safetensors"), shard[..Math.Max(0, shard.Length - missingBytes)]);

        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(folder.Path));

        Assert.Contains("shard 'model-00002-of-00002.safetensors', which should hold tensor 'roberta.b', cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_shard_and_a_tensor_missing_from_its_shard_are_named()
    {
        using var folder = new TemporaryFolder();
        WriteShards(folder);
        File.WriteAllBytes(folder.File("model-00002-of-00002.safetensors"), SafeTensorsBytes.OfFloats(("other", [1])));
        Assert.Contains("expected tensor 'roberta.b' in shard 'model-00002-of-00002.safetensors', found none", Refusal(folder), StringComparison.Ordinal);

        File.Delete(folder.File("model-00002-of-00002.safetensors"));
        Assert.Contains("expected shard 'model-00002-of-00002.safetensors' with tensor 'roberta.b' in the folder, found no such file", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model.safetensors")]
    [InlineData("sub\\\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("model\\u0000.safetensors")]
    public void A_shard_outside_the_folder_is_refused(string shard)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"" + shard + "\"}}");

        Assert.Contains("expected the plain name of a file in the folder for tensor 'a'", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "expected an object \"weight_map\"")]
    [InlineData("{\"weight_map\": []}", "expected an object \"weight_map\"")]
    [InlineData("{\"weight_map\": {}}", "expected tensors in \"weight_map\", found none")]
    [InlineData("{\"weight_map\": {\"a\": 1}}", "expected the plain name of a file")]
    [InlineData("{\"weight_map\": {\"a\": \"x\", \"\\u0061\": \"y\"}}", "expected JSON, found a mistake")]
    [InlineData("{\"weight_map\": {\"a\": \"\\ud800\"}}", "half a surrogate pair")]
    [InlineData("{\"weight_map\": {\"a\": \"pytorch_model-00001-of-00002.bin\"}}", "safe_serialization=True")]
    public void A_broken_index_is_refused(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.safetensors.index.json"), json);

        Assert.Contains(expected, Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("model.pt")]
    [InlineData("pytorch_model-00001-of-00002.bin")]
    public void A_folder_with_only_pickled_weights_of_another_name_is_refused_with_what_to_do(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), "{}");
        File.WriteAllBytes(folder.File(name), [0x80, 2]);

        string message = Refusal(folder);

        Assert.Contains($"expected model.safetensors, model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json, found only '{name}'", message, StringComparison.Ordinal);
        Assert.Contains("save_pretrained(\"NEW_FOLDER\", safe_serialization=True)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_and_a_missing_folder_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("found none", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("adapter.safetensors"), "");
        Assert.Contains("found only 'adapter.safetensors'", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Checkpoint.Open(folder.File("none")));
    }

    [Fact]
    public void Tensors_may_be_read_by_many_threads()
    {
        using var folder = new TemporaryFolder();
        (string, int[])[] tensors = [.. Enumerable.Range(0, 200).Select(index => ($"t{index}", new[] { index + 1 }))];
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(tensors));
        using var checkpoint = Checkpoint.Open(folder.Path);

        Parallel.For(0, 200, index =>
        {
            float[] values = new float[index + 1];
            checkpoint.Read($"t{index}", [index + 1], values);
            Assert.Equal(index, values[index]);
        });

        Assert.Empty(checkpoint.Unread);
    }

    [Fact]
    public void The_oracle_checkpoint_has_the_shapes_of_its_config()
    {
        string folder = Path.Combine(SharedFiles.Repository, "tests", "Golden", "encoder-tiny");
        var config = Maner.Model.Configuration.EncoderConfig.Load(Path.Combine(folder, "config.json"));
        using var checkpoint = Checkpoint.Open(folder);
        float[] words = new float[config.VocabSize * config.HiddenSize];

        checkpoint.Read("roberta.embeddings.word_embeddings.weight", [config.VocabSize, config.HiddenSize], words);

        Assert.Equal((200, 64, 3), (config.VocabSize, config.HiddenSize, config.Layers));
        Assert.True(checkpoint.HasPrefix);
        Assert.All(words, word => Assert.InRange(word, -1, 1));
        Assert.True(words.Count(word => word != 0) > words.Length / 2);
    }

    [Theory]
    [InlineData("ok/xlmr_f32.bin")]
    [InlineData("ok/xlmr_legacy.bin")]
    [InlineData("ok/sharded")]
    public void Weights_of_torch_are_read_where_there_are_no_safetensors(string name)
    {
        using var folder = new TemporaryFolder();
        CopyTorch(name, folder);
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] bias = new float[8];

        checkpoint.Read("roberta.embeddings.LayerNorm.bias", [8], bias);

        Assert.Contains(bias, value => value != 0);
        Assert.True(checkpoint.HasPrefix);
        Assert.Equal([23L, 8L], checkpoint.ShapeOf("roberta.embeddings.word_embeddings.weight"));
        Assert.DoesNotContain(checkpoint.Unread, tensor => tensor.Contains("position_ids", StringComparison.Ordinal) || tensor.StartsWith("lm_head.decoder", StringComparison.Ordinal));
        Assert.Equal(folder.Names.Order(StringComparer.Ordinal), Checkpoint.FilesOf(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Safetensors_are_read_before_weights_of_torch()
    {
        using var folder = new TemporaryFolder();
        CopyTorch("ok/xlmr_f32.bin", folder);
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(("a", [1])));
        using var checkpoint = Checkpoint.Open(folder.Path);

        Assert.True(checkpoint.Has("a"));
        Assert.False(checkpoint.Has("roberta.embeddings.LayerNorm.bias"));
        Assert.Equal([folder.File("model.safetensors")], Checkpoint.FilesOf(folder.Path));
    }

    [Theory]
    [InlineData("bad/shard_missing", "expected shard 'pytorch_model-00001-of-00001.bin' with tensor 'w' in the folder")]
    [InlineData("bad/shard_traversal", "expected the plain name of a file in the folder")]
    public void A_bad_index_of_torch_is_refused(string name, string expected)
    {
        using var folder = new TemporaryFolder();
        CopyTorch(name, folder);

        Assert.Contains(expected, Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_names_of_BERTs_normalisation_are_understood()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), SafeTensorsBytes.OfFloats(("roberta.embeddings.LayerNorm.gamma", [3]), ("roberta.embeddings.LayerNorm.beta", [2])));
        using var checkpoint = Checkpoint.Open(folder.Path);
        float[] weight = new float[3];

        checkpoint.Read("roberta.embeddings.LayerNorm.weight", [3], weight);

        Assert.Equal([0, 1, 2], weight);
        Assert.True(checkpoint.Has("roberta.embeddings.LayerNorm.bias"));
        Assert.Equal(["roberta.embeddings.LayerNorm.beta"], checkpoint.Unread);
    }

    private static void CopyTorch(string name, TemporaryFolder folder)
    {
        string path = TorchOracle.PathOf(name);
        foreach (string file in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            File.Copy(file, folder.File(file == path ? "pytorch_model.bin" : Path.GetFileName(file)));
        }
    }

    private static string Refusal(TemporaryFolder folder) => Assert.Throws<InvalidDataException>(() => Checkpoint.Open(folder.Path)).Message;

    private static void WriteShards(TemporaryFolder folder)
    {
        File.WriteAllBytes(folder.File("model-00001-of-00002.safetensors"), SafeTensorsBytes.OfFloats(("roberta.a", [2])));
        File.WriteAllBytes(folder.File("model-00002-of-00002.safetensors"), SafeTensorsBytes.OfFloats(("roberta.b", [3]), ("roberta.extra", [1])));
        File.WriteAllText(folder.File("model.safetensors.index.json"), """
            {"metadata": {"total_size": 20}, "weight_map": {"roberta.a": "model-00001-of-00002.safetensors", "roberta.b": "model-00002-of-00002.safetensors"}}
            """);
    }
}
