using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>ModernBERT's build as an encoder: the same bits for selected rows, in any company, and from packed weights. (Its numbers are in <see cref="GoldenEncoderTests"/>.)</summary>
public sealed class PreNormEncoderTests : IDisposable
{
    private readonly Workers _workers = new(2);
    private readonly PackedBatch _batch = TinyEncoder.Batch(new Rng(8), 50, 5, 1, 90, 33);

    public void Dispose() => _workers.Dispose();

    /// <summary>The last layer sees whole sentences, or windows; without biases, or with.</summary>
    public static TheoryData<string> Names => ["global", "local", "local, biased"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rows_asked_for_have_the_bits_of_a_pass_over_all_trained_or_not(string name)
    {
        using TransformerEncoder encoder = TinyEncoder.Make(Config(name), _workers, new Rng(3), 0.2);
        float[] all = AssertClose.Flat(encoder.Forward(_batch, [], EncoderPass.Inference));
        Assert.Equal(all, AssertClose.Flat(encoder.Forward(_batch, [], TinyEncoder.WithoutDropout)));
        int[] rows = [0, 4, 5, 6, 60, 95, 96, 128];
        foreach (EncoderPass pass in new[] { EncoderPass.Inference, TinyEncoder.WithoutDropout })
        {
            Matrix asked = encoder.Forward(_batch, rows, pass);
            for (int index = 0; index < rows.Length; index++)
            {
                AssertBits.Equal(all.AsSpan(rows[index] * asked.Columns, asked.Columns), asked[index], name, index);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sentence_has_the_same_bits_alone_and_in_company(string name)
    {
        using TransformerEncoder encoder = TinyEncoder.Make(Config(name), _workers, new Rng(3), 0.2);
        float[] together = AssertClose.Flat(encoder.Forward(_batch, [], EncoderPass.Inference));

        Matrix alone = encoder.Forward(TinyEncoder.Batch(_batch.Ids[6..96].ToArray()), [], EncoderPass.Inference);

        AssertBits.Equal(together.AsSpan(6 * alone.Columns, 90 * alone.Columns), AssertClose.Flat(alone), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Packed_weights_give_the_bits_of_the_trainable_encoder_to_all_that_share_them(string name)
    {
        EncoderConfig config = Config(name);
        using var folder = new TemporaryFolder();
        using TransformerEncoder trainable = TinyEncoder.Make(config, _workers, new Rng(3), 0.2);
        SafeTensorsWriter.Write(
            folder.File("model.safetensors"),
            trainable.Arenas.SelectMany(arena => arena.Tensors).Select(tensor => new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
        using TransformerEncoder frozen = TransformerEncoder.LoadForPrediction(config, Checkpoint.Open(folder.Path), _workers);
        using IEncoder shared = frozen.Share(_workers);
        using TransformerEncoder half = TransformerEncoder.LoadForPrediction(config, Checkpoint.Open(folder.Path), _workers, WeightPrecision.BFloat16);
        foreach (int[] rows in new int[][] { [], [1, 3, 6, 70] })
        {
            float[] expected = AssertClose.Flat(trainable.Forward(_batch, rows, EncoderPass.Inference));
            AssertBits.Equal(expected, AssertClose.Flat(frozen.Forward(_batch, rows, EncoderPass.Inference)), name);
            AssertBits.Equal(expected, AssertClose.Flat(shared.Forward(_batch, rows, EncoderPass.Inference)), name);
            Assert.InRange(expected.Zip(AssertClose.Flat(half.Forward(_batch, rows, EncoderPass.Inference)), (x, y) => Math.Abs(x - y)).Max(), 1e-5, 0.2);
        }
    }

    [Fact]
    public void Windows_and_rotations_count()
    {
        EncoderConfig config = Config("local");
        float[] States(PreNormSettings settings)
        {
            using TransformerEncoder encoder = TinyEncoder.Make(config with { PreNorm = settings }, _workers, new Rng(3), 0.2);
            return AssertClose.Flat(encoder.Forward(_batch, [], EncoderPass.Inference));
        }

        float[] states = States(config.PreNorm!);
        Assert.NotEqual(states, States(config.PreNorm! with { LocalAttention = 10 }));
        Assert.Equal(states, States(config.PreNorm! with { LocalAttention = 9 })); // half of either is 4
        Assert.NotEqual(states, States(config.PreNorm! with { LocalTheta = 500 }));
        Assert.NotEqual(states, States(config.PreNorm! with { GlobalTheta = 500 }));
        Assert.NotEqual(states, States(config.PreNorm! with { GlobalEvery = 1 }));
    }

    [Fact]
    public void A_checkpoint_with_more_layers_than_its_configuration_says_is_refused()
    {
        EncoderConfig config = Config("global");
        using var folder = new TemporaryFolder();
        using TransformerEncoder encoder = TinyEncoder.Make(config, _workers, new Rng(3), 0.2);
        SafeTensorsWriter.Write(
            folder.File("model.safetensors"),
            encoder.Arenas.SelectMany(arena => arena.Tensors).Select(tensor => new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TransformerEncoder.Load(config with { Layers = 3 }, checkpoint, _workers));

        Assert.Contains("expected the 3 layers that num_hidden_layers in config.json says, found 'model.layers.3.mlp.Wo.weight' too", error.Message, StringComparison.Ordinal);
    }

    private static EncoderConfig Config(string name) => (name switch
    {
        "global" => TinyEncoder.Families["modernbert"],
        "local" => TinyEncoder.Families["modernbert"] with { PreNorm = new() { GlobalEvery = 2, LocalAttention = 8 } },
        _ => TinyEncoder.Families["modernbert, biased"],
    }) with
    { MaxPositionEmbeddings = 100 };
}
