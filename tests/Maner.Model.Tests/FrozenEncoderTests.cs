using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>An encoder that only predicts gives what the one that trains gives, from the file where it lies.</summary>
public sealed class FrozenEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workers _workers = new(2);
    private readonly PackedBatch _batch = TinyEncoder.Batch([4, 5, 6, 7, 49], [8, 0, 3]);

    public void Dispose()
    {
        _workers.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Hidden_states_have_the_bits_of_the_trainable_encoder(string name)
    {
        DType type = new[] { DType.F32, DType.F16, DType.BF16 }.Single(candidate => candidate.ToString() == name);
        Save(type);
        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);
        using TransformerEncoder trainable = TransformerEncoder.Load(TinyEncoder.Config, checkpoint, _workers);
        using TransformerEncoder frozen = TransformerEncoder.LoadForPrediction(TinyEncoder.Config, Checkpoint.Open(_folder.Path), _workers);
        foreach (int[] rows in new int[][] { [], [1, 3, 6] })
        {
            AssertBits.Equal(
                AssertClose.Flat(trainable.Forward(_batch, rows, EncoderPass.Inference)),
                AssertClose.Flat(frozen.Forward(_batch, rows, EncoderPass.Inference)),
                $"{type}, {rows.Length} rows");
        }
    }

    [Fact]
    public void Half_precision_stays_near()
    {
        Save(DType.F32);
        using TransformerEncoder whole = TransformerEncoder.LoadForPrediction(TinyEncoder.Config, Checkpoint.Open(_folder.Path), _workers);
        using TransformerEncoder half = TransformerEncoder.LoadForPrediction(
            TinyEncoder.Config, Checkpoint.Open(_folder.Path), _workers, WeightPrecision.BFloat16);
        float[] expected = AssertClose.Flat(whole.Forward(_batch, [], EncoderPass.Inference));
        float[] found = AssertClose.Flat(half.Forward(_batch, [], EncoderPass.Inference));

        // Weights carry a relative error of at most 2⁻⁹; hidden states are normalised to about one. None at all would mean the option does nothing.
        double worst = expected.Zip(found, (x, y) => Math.Abs(x - y)).Max();
        Assert.InRange(worst, 1e-5, 0.05);
    }

    [Fact]
    public void Training_and_parameters_are_refused()
    {
        Save(DType.F32);
        using TransformerEncoder frozen = TransformerEncoder.LoadForPrediction(TinyEncoder.Config, Checkpoint.Open(_folder.Path), _workers);
        Assert.Throws<InvalidOperationException>(() => frozen.Forward(_batch, [], TinyEncoder.WithoutDropout));
        Assert.Throws<InvalidOperationException>(() => frozen.Arenas);
        Assert.Throws<InvalidOperationException>(() => frozen.TokenEmbeddings);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(50)]
    public void An_id_outside_the_vocabulary_is_refused(int id)
    {
        Save(DType.F32);
        using TransformerEncoder frozen = TransformerEncoder.LoadForPrediction(TinyEncoder.Config, Checkpoint.Open(_folder.Path), _workers);
        Assert.Throws<InvalidDataException>(() => frozen.Forward(TinyEncoder.Batch([3, id]), [], EncoderPass.Inference));
    }

    [Fact]
    public void A_table_of_another_shape_is_refused_when_it_is_loaded()
    {
        Save(DType.F32);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TransformerEncoder.LoadForPrediction(
            TinyEncoder.Config with { VocabSize = 51 }, Checkpoint.Open(_folder.Path), _workers));
        Assert.Contains("expected [51,24], file has [50,24]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_mapped_embeddings_leaves_the_file_alone()
    {
        Save(DType.F32);
        string path = Path.Combine(_folder.Path, "model.safetensors");
        byte[] before = File.ReadAllBytes(path);
        using (Checkpoint checkpoint = Checkpoint.Open(_folder.Path))
        {
            using TransformerEncoder encoder = TransformerEncoder.Load(TinyEncoder.Config, checkpoint, _workers);
            float[] row = encoder.TokenEmbeddings.Row(7).ToArray();
            encoder.TokenEmbeddings.Row(7).Fill(3);
            Assert.NotEqual(row, encoder.TokenEmbeddings.Row(7).ToArray());
        }

        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private void Save(DType type)
    {
        using TransformerEncoder encoder = TinyEncoder.Make(TinyEncoder.Config, _workers, new Rng(7), 0.2);
        SafeTensorsWriter.Write(
            Path.Combine(_folder.Path, "model.safetensors"),
            encoder.Arenas.SelectMany(arena => arena.Tensors).Select(tensor =>
                new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], type, () => tensor.Values())));
    }
}
