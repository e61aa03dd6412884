using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>The whole encoder's and both heads' gradients against finite differences; see <see cref="GradientCheck"/>.</summary>
public sealed class EncoderGradientTests : IDisposable
{
    private static readonly int[] Asking = [1, 3, 7];
    private readonly ITestOutputHelper _output;
    private readonly Workers _workers = new(2);
    private readonly TestMatrices _matrices = new(23);
    private TransformerEncoder _encoder;
    private readonly PackedBatch _batch = TinyEncoder.Batch([0, 7, 7, 2], [9], [0, 3, 7, 49, 3, 2]);

    public EncoderGradientTests(ITestOutputHelper output)
    {
        _output = output;
        _encoder = Make(TinyEncoder.Config);
    }

    public static TheoryData<string> Families => [.. TinyEncoder.Families.Keys];

    public void Dispose()
    {
        _encoder.Dispose();
        _workers.Dispose();
        _matrices.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Whole_encoder(bool pruned, bool dropout)
    {
        int[] rows = pruned ? Asking : [];
        EncoderPass pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        Matrix w = _matrices.Normal(pruned ? Asking.Length : _batch.TokenCount, _encoder.Config.HiddenSize);

        _encoder.Forward(_batch, rows, pass);
        _encoder.Backward(_matrices.Copy(w));

        CheckEncoder($"TransformerEncoder, {(pruned ? "pruned" : "all")} rows, dropout {(dropout ? "on" : "off")}")
            .Run(() => GradientCheck.Loss(_encoder.Forward(_batch, rows, pass), w), length: 0.06);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Classification_head(bool dropout)
    {
        EncoderPass pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        using var head = new ClassificationHead(_workers, classes: 7, _encoder.Config);
        TinyEncoder.Fill(head.Parameters, _matrices.Rng, 0.3);
        head.Parameters.ClearGradients();
        Matrix hidden = _matrices.Normal(9, _encoder.Config.HiddenSize), w = _matrices.Normal(9, 7);

        head.Forward(hidden, pass);
        Matrix dHidden = head.Backward(w);

        new GradientCheck($"ClassificationHead, dropout {(dropout ? "on" : "off")}", _output)
            .Add("hidden", hidden, dHidden)
            .Add(head.Parameters)
            .Run(() => GradientCheck.Loss(head.Forward(hidden, pass), w));
    }

    [Fact]
    public void Masked_lm_head()
    {
        using var head = new MaskedLmHead(_workers, _encoder);
        TinyEncoder.Fill(head.Parameters, _matrices.Rng, 0.3);
        head.Parameters.ClearGradients();
        Matrix hidden = _matrices.Normal(9, _encoder.Config.HiddenSize), w = _matrices.Normal(9, _encoder.Config.VocabSize);

        head.Forward(hidden, TinyEncoder.WithoutDropout);
        Matrix dHidden = head.Backward(w);

        new GradientCheck("MaskedLmHead", _output)
            .Add("hidden", hidden, dHidden)
            .Add(head.Parameters)
            .Add("tied decoder", () => _encoder.TokenEmbeddings.Values.AllElements(), Gradients.Of(_encoder.TokenEmbeddings))
            .Run(() => GradientCheck.Loss(head.Forward(hidden, TinyEncoder.WithoutDropout), w));
    }

    [Fact]
    public void Encoder_and_masked_lm_head_share_the_embeddings_gradient()
    {
        using var head = new MaskedLmHead(_workers, _encoder);
        TinyEncoder.Fill(head.Parameters, _matrices.Rng, 0.3);
        head.Parameters.ClearGradients();
        Matrix w = _matrices.Normal(Asking.Length, _encoder.Config.VocabSize);
        Matrix Forward() => head.Forward(_encoder.Forward(_batch, Asking, TinyEncoder.WithDropout), TinyEncoder.WithDropout);

        Forward();
        _encoder.Backward(head.Backward(w));

        CheckEncoder("TransformerEncoder with MaskedLmHead").Add(head.Parameters).Run(() => GradientCheck.Loss(Forward(), w), length: 0.06);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Encoder_and_masked_lm_head_of_every_family(string family)
    {
        _encoder.Dispose();
        _encoder = Make(TinyEncoder.Families[family], 0.2);
        using var head = new MaskedLmHead(_workers, _encoder);
        TinyEncoder.Fill(head.Parameters, _matrices.Rng, 0.3);
        foreach (IParameterArena arena in head.Arenas)
        {
            arena.ClearGradients();
        }

        if (head.Arenas is [_, EmbeddingTable decoder])
        {
            TinyEncoder.Fill(decoder.Values.AllElements(), _matrices.Rng, 0.3);
        }

        Matrix w = _matrices.Normal(Asking.Length, _encoder.Config.VocabSize);
        Matrix Forward() => head.Forward(_encoder.Forward(_batch, Asking, TinyEncoder.WithDropout), TinyEncoder.WithDropout);

        Forward();
        _encoder.Backward(head.Backward(w));

        GradientCheck check = CheckEncoder(family).Add(head.Parameters);
        if (head.Arenas is [_, EmbeddingTable table])
        {
            check.Add("decoder", () => table.Values.AllElements(), Gradients.Of(table));
        }

        check.Run(() => GradientCheck.Loss(Forward(), w), length: 0.06);
    }

    [Fact]
    public void Cross_entropy()
    {
        Matrix logits = _matrices.Normal(6, 7), gradient = _matrices.Copy(logits);
        int[] targets = [0, 6, 3, 3, 1, 5];
        CrossEntropy.ForwardBackward(_workers, gradient, targets);

        new GradientCheck("CrossEntropy", _output)
            .Add("logits", logits, gradient)
            .Run(() => CrossEntropy.ForwardBackward(_workers, _matrices.Copy(logits), targets));
    }

    private TransformerEncoder Make(EncoderConfig config, double deviation = 0.3)
    {
        TransformerEncoder encoder = TinyEncoder.Make(config, _workers, _matrices.Rng, deviation);
        foreach (IParameterArena arena in encoder.Arenas)
        {
            arena.ClearGradients();
        }

        return encoder;
    }

    private GradientCheck CheckEncoder(string name) => new GradientCheck(name, _output)
        .Add(_encoder.Parameters)
        .Add(_encoder.Config.Family.WordEmbeddings, () => _encoder.TokenEmbeddings.Values.AllElements(), Gradients.Of(_encoder.TokenEmbeddings));
}
