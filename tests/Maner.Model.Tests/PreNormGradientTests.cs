using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>The gradients of ModernBERT's layers against finite differences, each parameter and input apart; see <see cref="GradientCheck"/>.</summary>
public sealed class PreNormGradientTests : IDisposable
{
    private static readonly int[] Asking = [1, 3, 7, 11];
    private readonly ITestOutputHelper _output;
    private readonly LayerFixture _fixture = new();
    private readonly QueryRows _all = new(), _some = new();
    private readonly RotaryTable _table = new(8, 50);

    public PreNormGradientTests(ITestOutputHelper output)
    {
        _output = output;
        PackedBatch batch = TinyEncoder.Batch([1, 2, 3, 4], [5], [6, 7, 8, 9, 10, 11, 12, 13]);
        _all.Set(batch, [], 20);
        _some.Set(batch, Asking, 20);
    }

    private const int Rows = 13;

    private static int Width => TinyEncoder.Config.HiddenSize;

    /// <summary>Some rows as queries; dropout; biases; whole sentences instead of windows.</summary>
    public static TheoryData<bool, bool, bool, bool> Cases() => new()
    {
        { false, false, false, false }, { false, true, true, false }, { true, false, true, false }, { true, true, false, true }, { false, false, true, true },
    };

    public void Dispose()
    {
        _fixture.Dispose();
        _table.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Attention_with_rotary_positions(bool pruned, bool dropout, bool hasBias, bool isGlobal)
    {
        var attention = new RotaryAttention(Config(hasBias), hasBias, layer: 1, isGlobal ? null : 2, _table, _fixture.Scope);
        attention.Bind(_fixture.Arena);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        QueryRows queries = pruned ? _some : _all;
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(pruned ? Asking.Length : Rows, Width);
        Matrix Forward() => attention.Forward(_fixture.Context, x, pruned ? Picked(x) : x, queries, all: !pruned);

        Forward();
        Matrix dx = attention.Backward(_fixture.Context, w, queries);

        Check("RotaryAttention", x, dx).Run(() => Loss(Forward(), w));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public void Gated_feed_forward(bool isTanh, bool hasBias, bool dropout)
    {
        var feedForward = new GatedFeedForward(Config(hasBias) with { Activation = isTanh ? Activation.GeluTanh : Activation.Gelu }, hasBias, layer: 1, _fixture.Scope);
        feedForward.Bind(_fixture.Arena);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        Matrix x = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(Rows, Width);

        feedForward.Forward(_fixture.Context, x);
        Matrix dx = feedForward.Backward(_fixture.Context, w);

        Check("GatedFeedForward", x, dx).Run(() => Loss(feedForward.Forward(_fixture.Context, x), w));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(bool pruned, bool dropout, bool hasBias, bool isFirst)
    {
        EncoderConfig config = Config(hasBias);
        var layer = new PreNormLayer(config, config.PreNorm!, isFirst ? 0 : 1, _table, _fixture.Scope);
        layer.Bind(_fixture.Arena);
        _fixture.Context.Pass = dropout ? TinyEncoder.WithDropout : TinyEncoder.WithoutDropout;
        QueryRows queries = pruned ? _some : _all;
        Matrix stream = _fixture.Matrices.Normal(Rows, Width), added = _fixture.Matrices.Normal(Rows, Width), w = _fixture.Matrices.Normal(pruned ? Asking.Length : Rows, Width);
        double Forward()
        {
            Matrix sum = stream;
            Matrix result = layer.Forward(_fixture.Context, ref sum, isFirst ? null : _fixture.Matrices.Copy(added), normal: null, into: null, queries, isLast: pruned, hidden: []);
            return GradientCheck.Loss(sum, w) + GradientCheck.Loss(result, w); // both summands of what the layer hands on
        }

        Forward();
        Matrix dx = layer.Backward(_fixture.Context, _fixture.Matrices.Copy(w), queries, isLast: pruned);

        GradientCheck check = Check("PreNormLayer", stream, dx);
        if (!isFirst)
        {
            check.Add("added", added, dx);
        }

        check.Run(() =>
        {
            _fixture.Context.Workspace.Reset();
            return Forward();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Head_with_the_masked_language_models_dense_layer(bool hasBias)
    {
        using var workers = new Workers(2);
        using var head = new ClassificationHead(workers, classes: 7, Config(hasBias));
        TinyEncoder.Fill(head.Parameters, _fixture.Matrices.Rng, 0.3);
        head.Parameters.ClearGradients();
        Matrix hidden = _fixture.Matrices.Normal(9, Width), w = _fixture.Matrices.Normal(9, 7);

        head.Forward(hidden, TinyEncoder.WithDropout);
        Matrix dHidden = head.Backward(w);

        new GradientCheck("ClassificationHead of ModernBERT", _output).Add("hidden", hidden, dHidden).Add(head.Parameters)
            .Run(() => Loss(head.Forward(hidden, TinyEncoder.WithDropout), w));
    }

    private static EncoderConfig Config(bool hasBias) => TinyEncoder.Families["modernbert"] with
    {
        PreNorm = new() { LocalAttention = 4, NormBias = hasBias, AttentionBias = hasBias, FeedForwardBias = hasBias, HeadBias = hasBias },
    };

    private Matrix Picked(Matrix x)
    {
        Matrix rows = _fixture.Matrices.Zeros(Asking.Length, Width);
        RowGather.Forward(_fixture.Context.Workers, x, Asking, rows);
        return rows;
    }

    private GradientCheck Check(string layer, Matrix x, Matrix dx) => new GradientCheck(layer, _output).Add("x", x, dx).Add(_fixture.Arena);

    private double Loss(Matrix y, Matrix w)
    {
        double loss = GradientCheck.Loss(y, w);
        _fixture.Context.Workspace.Reset();
        return loss;
    }
}
