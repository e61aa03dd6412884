using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

public sealed class MaskedLanguageModelTests : IDisposable
{
    private static readonly EncoderConfig s_config = TinyEncoder.Config with { HiddenSize = 48, VocabSize = 400 };
    private readonly Workers _workers = new(1);

    public void Dispose() => _workers.Dispose();

    [Fact]
    public void New_weights_are_those_of_the_reference()
    {
        using IMaskedLanguageModel model = MaskedLanguageModel.Create(s_config, _workers, new Rng(1));
        Dictionary<string, float[]> tensors = Tensors(model);

        foreach ((string name, float[] values) in tensors)
        {
            if (name.EndsWith("orm.weight", StringComparison.Ordinal))
            {
                Assert.All(values, value => Assert.Equal(1, value));
            }
            else if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                Assert.All(values, value => Assert.Equal(0, value));
            }
            else
            {
                double deviation = Math.Sqrt(values.Average(value => (double)value * value));
                Assert.InRange(deviation, 0.7 * s_config.InitializerRange, 1.3 * s_config.InitializerRange);
                Assert.InRange(values.Average(), -0.01, 0.01);
            }
        }

        float[] words = tensors["roberta.embeddings.word_embeddings.weight"];
        Assert.All(words.AsSpan(s_config.HiddenSize, s_config.HiddenSize).ToArray(), value => Assert.Equal(0, value)); // <pad>
        Assert.Contains("lm_head.layer_norm.weight", tensors.Keys);
        Assert.DoesNotContain("lm_head.decoder.weight", tensors.Keys); // it is the embeddings
    }

    [Fact]
    public void A_checkpoint_without_a_head_gets_a_new_one()
    {
        using var folder = new TemporaryFolder();
        using IMaskedLanguageModel model = MaskedLanguageModel.Create(s_config, _workers, new Rng(1));
        Save(folder.File("model.safetensors"), model.Arenas.SelectMany(arena => arena.Tensors));
        Dictionary<string, float[]> expected = Tensors(model);

        using (Checkpoint whole = Checkpoint.Open(folder.Path))
        {
            using IMaskedLanguageModel same = MaskedLanguageModel.Load(s_config, whole, _workers, new Rng(2), out bool isNew);
            Assert.False(isNew);
            Assert.All(Tensors(same), tensor => Assert.Equal(expected[tensor.Key], tensor.Value));
            Assert.Empty(whole.Unread);
        }

        Save(folder.File("model.safetensors"), model.Arenas.SelectMany(arena => arena.Tensors).Where(tensor => !tensor.Name.StartsWith("lm_head.", StringComparison.Ordinal)));
        using Checkpoint stripped = Checkpoint.Open(folder.Path);
        using IMaskedLanguageModel other = MaskedLanguageModel.Load(s_config, stripped, _workers, new Rng(2), out bool headIsNew);
        Assert.True(headIsNew);
        Dictionary<string, float[]> tensors = Tensors(other);
        Assert.NotEqual(expected["lm_head.dense.weight"], tensors["lm_head.dense.weight"]);
        Assert.Equal(expected["roberta.encoder.layer.1.output.dense.weight"], tensors["roberta.encoder.layer.1.output.dense.weight"]);
    }

    [Fact]
    public void Nothing_to_find_is_an_error()
    {
        using IMaskedLanguageModel model = MaskedLanguageModel.Create(s_config, _workers, new Rng(1));
        PackedBatch batch = TinyEncoder.Batch([0, 7, 2]);

        Assert.Throws<ArgumentException>(() => model.Score(batch, [], [], []));
        Assert.Throws<ArgumentException>(() => model.Train(batch, [], [], 1, TinyEncoder.WithoutDropout, []));
    }

    [Fact]
    public void An_untrained_model_knows_nothing()
    {
        using IMaskedLanguageModel model = MaskedLanguageModel.Create(s_config, _workers, new Rng(1));
        var losses = new double[2];

        model.Score(TinyEncoder.Batch([0, 7, 9, 2], [0, 8, 2]), [1, 5], [70, 300], losses);

        Assert.All(losses, loss => Assert.Equal(Math.Log(s_config.VocabSize), loss, 0.3));
    }

    private static Dictionary<string, float[]> Tensors(IMaskedLanguageModel model) =>
        model.Arenas.SelectMany(arena => arena.Tensors).ToDictionary(tensor => tensor.Name, tensor => tensor.Values().ToArray());

    private static void Save(string path, IEnumerable<NamedTensor> tensors) => SafeTensorsWriter.Write(
        path, tensors.Select(tensor => new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
}
