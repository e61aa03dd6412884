using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>Every layer's gradients against finite differences, each parameter and input apart; see <see cref="GradientCheck"/>.</summary>
public sealed class LayerGradientTests(ITestOutputHelper output) : IDisposable
{
    private const int Rows = 11;
    private static readonly AttentionSpan[] AllSpans = [new(0, 4, 0, 4), new(4, 1, 4, 1), new(5, 6, 5, 6)];

    // Rows 1 and 3 of the first sentence ask, none of the second, and row 7 of the third.
    private static readonly int[] Asking = [1, 3, 7];
    private static readonly AttentionSpan[] AskingSpans = [new(0, 4, 0, 2), new(4, 1, 2, 0), new(5, 6, 2, 1)];
    private readonly LayerFixture _fixture = new();

    private static int Width => TinyEncoder.Config.HiddenSize;

    public static TheoryData<bool, bool> PrunedAndDropout() => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Linear_layer()
    {
        Parameter weight = _fixture.Scope.Matrix("weight", 19, Width), bias = _fixture.Scope.Vector("bias", 19);
        var linear = new Linear(_fixture.Arena, weight, bias);
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(Rows, 19);

        linear.Forward(_fixture.Context, x);
        Matrix dx = linear.Backward(_fixture.Context, x, w);

        Check("Linear", x, dx).Run(() => Loss(linear.Forward(_fixture.Context, x), w));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    public void Normalization_with_residual(float rate)
    {
        Parameter gamma = _fixture.Scope.Vector("LayerNorm.weight", Width), beta = _fixture.Scope.Vector("LayerNorm.bias", Width);
        var norm = new Normalization(_fixture.Arena, gamma, beta, 1e-5f);
        Matrix x = _fixture.Matrices.Normal(Rows, Width), residual = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(Rows, Width);
        var dropout = new Dropout(rate, key: 3);
        Matrix Forward(out Normalization.Cache cache) => norm.Forward(_fixture.Context, _fixture.Matrices.Copy(x), residual, dropout, out cache);

        Forward(out Normalization.Cache cache);
        Matrix dSum = norm.Backward(_fixture.Context, cache, _fixture.Matrices.Copy(w));
        Matrix dx = _fixture.Context.BackThrough(dropout, dSum);

        Check($"Normalization, dropout {rate}", x, dx).Add("residual", residual, dSum).Run(() => Loss(Forward(out _), w));
    }

    [Theory]
    [MemberData(nameof(PrunedAndDropout))]
    public void Self_attention(bool pruned, bool dropout)
    {
        var attention = new SelfAttention(TinyEncoder.Config, layer: 0, _fixture.Scope);
        attention.Bind(_fixture.Arena);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        int asking = pruned ? Asking.Length : Rows;
        AttentionSpan[] spans = pruned ? AskingSpans : AllSpans;
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(asking, Width);
        Matrix queryX = pruned ? _fixture.Matrices.Normal(asking, Width) : x;
        Matrix Forward() => attention.Forward(_fixture.Context, x, queryX, all: !pruned, spans);

        Forward();
        Matrix dQueries = _fixture.Matrices.Zeros(asking, Width);
        Matrix dx = attention.Backward(_fixture.Context, w, dQueries, spans);

        GradientCheck check = Check($"SelfAttention, {Describe(pruned, dropout)}", x, dx);
        if (pruned)
        {
            check.Add("asking rows", queryX, dQueries);
        }

        check.Run(() => Loss(Forward(), w));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Feed_forward(bool isTanh)
    {
        Activation activation = isTanh ? Activation.GeluTanh : Activation.Gelu;
        var feedForward = new FeedForward(TinyEncoder.Config with { Activation = activation }, _fixture.Scope);
        feedForward.Bind(_fixture.Arena);
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(Rows, Width), dx = _fixture.Matrices.Zeros(Rows, Width);

        feedForward.Forward(_fixture.Context, x);
        feedForward.Backward(_fixture.Context, w, dx);

        Check($"FeedForward, {activation}", x, dx).Run(() => Loss(feedForward.Forward(_fixture.Context, x), w));
    }

    [Theory]
    [MemberData(nameof(PrunedAndDropout))]
    public void Encoder_layer(bool pruned, bool dropout)
    {
        var layer = new EncoderLayer(TinyEncoder.Config, layer: 1, _fixture.Scope);
        layer.Bind(_fixture.Arena);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        int[] rows = pruned ? Asking : [];
        AttentionSpan[] spans = pruned ? AskingSpans : AllSpans;
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(pruned ? Asking.Length : Rows, Width);

        layer.Forward(_fixture.Context, x, rows, spans);
        Matrix dx = layer.Backward(_fixture.Context, _fixture.Matrices.Copy(w), rows, spans);

        Check($"EncoderLayer, {Describe(pruned, dropout)}", x, dx).Run(() => Loss(layer.Forward(_fixture.Context, x, rows, spans), w));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embedding_layer(bool dropout)
    {
        var embeddings = new Embeddings(TinyEncoder.Config, _fixture.Scope);
        using var words = new EmbeddingTable(_fixture.Context.Workers, "words", 50, Width);
        for (int row = 0; row < words.RowCount; row++)
        {
            TestMatrices.Fill(words.Row(row), _fixture.Matrices.Rng, 0.3);
        }

        embeddings.Bind(_fixture.Arena, words);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        PackedBatch batch = TinyEncoder.Batch([0, 7, 7, 2], [9], [0, 3, 7, 49, 3, 2]);
        Matrix w = _fixture.Matrices.Normal(batch.TokenCount, Width);

        embeddings.Forward(_fixture.Context, batch);
        embeddings.Backward(_fixture.Context, batch, _fixture.Matrices.Copy(w));

        Assert.Equal([0, 7, 2, 9, 3, 49], words.TouchedRows.ToArray());
        new GradientCheck($"Embeddings, {Describe(false, dropout)}", output)
            .Add(_fixture.Arena)
            .Add("words", () => words.Values.AllElements(), Gradients.Of(words))
            .Run(() => Loss(embeddings.Forward(_fixture.Context, batch), w));
    }

    private static string Describe(bool pruned, bool dropout) => $"{(pruned ? "pruned" : "all")} rows, dropout {(dropout ? "on" : "off")}";

    private GradientCheck Check(string layer, Matrix x, Matrix dx) => new GradientCheck(layer, output).Add("x", x, dx).Add(_fixture.Arena);

    private double Loss(Matrix y, Matrix w)
    {
        double loss = GradientCheck.Loss(y, w);
        _fixture.Context.Workspace.Reset();
        return loss;
    }
}
