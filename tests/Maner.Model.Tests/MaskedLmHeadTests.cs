using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>Training through the head a chunk at a time is training through all logits, bit for bit.</summary>
public sealed class MaskedLmHeadTests : IDisposable
{
    private const float Scale = 1f / 37;
    private readonly Workers _workers = new(2);
    private readonly TestMatrices _matrices = new(31);

    public void Dispose()
    {
        _workers.Dispose();
        _matrices.Dispose();
    }

    [Theory]
    [InlineData(4, 7)]
    [InlineData(5, 16)]
    [InlineData(9, 50)]
    [InlineData(512, 2048)]
    public void Chunks_have_the_bits_of_the_whole(int rowsPerChunk, int wordsPerChunk)
    {
        Matrix hidden = _matrices.Normal(9, TinyEncoder.Config.HiddenSize);
        int[] targets = [0, 7, 49, 7, 3, 21, 22, 48, 1];
        using TransformerEncoder wholeEncoder = Encoder(), encoder = Encoder();
        using MaskedLmHead whole = Head(wholeEncoder, 512, 2048), head = Head(encoder, rowsPerChunk, wordsPerChunk);
        double[] expected = new double[9], losses = new double[9], scored = new double[9];

        Matrix logits = whole.Forward(hidden, TinyEncoder.WithoutDropout);
        CrossEntropy.ForwardBackward(_workers, logits, targets, Scale, expected);
        float[] dExpected = AssertClose.Flat(whole.Backward(logits));
        head.Score(hidden, targets, scored);
        float[] dHidden = AssertClose.Flat(head.Train(hidden, targets, Scale, losses));

        Assert.Equal(expected, losses);
        Assert.Equal(expected, scored);
        AssertBits.Equal(dExpected, dHidden, "dHidden");
        AssertBits.Equal(Gradients.Of(wholeEncoder.TokenEmbeddings), Gradients.Of(encoder.TokenEmbeddings), "tied decoder");
        foreach (((string name, float[] one), (_, float[] other)) in Gradients.Of(whole.Parameters).Zip(Gradients.Of(head.Parameters)))
        {
            AssertBits.Equal(one, other, name);
            Assert.Contains(one, value => value != 0);
        }
    }

    [Fact]
    public void Gradients_of_all_chunks_add_up()
    {
        using TransformerEncoder encoder = Encoder();
        using MaskedLmHead head = Head(encoder, 4, 16);
        Matrix hidden = _matrices.Normal(10, TinyEncoder.Config.HiddenSize);
        int[] targets = [4, 4, 9, 30, 49, 0, 17, 9, 2, 41];
        var losses = new double[10];

        Matrix dHidden = _matrices.Copy(head.Train(hidden, targets, Scale, losses));

        // The check's own losses come from the full logits.
        new GradientCheck("MaskedLmHead in chunks", TestContext.Current.TestOutputHelper!)
            .Add("hidden", hidden, dHidden)
            .Add(head.Parameters)
            .Add("tied decoder", () => encoder.TokenEmbeddings.Values.AllElements(), Gradients.Of(encoder.TokenEmbeddings))
            .Run(() => CrossEntropy.ForwardBackward(_workers, head.Forward(hidden, TinyEncoder.WithoutDropout), targets) * 10 * Scale, length: 0.5);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(512)]
    public void All_words_as_certain_candidates_have_the_bits_of_the_whole(int rowsPerChunk)
    {
        Matrix hidden = _matrices.Normal(9, TinyEncoder.Config.HiddenSize);
        int[] targets = [0, 7, 49, 7, 3, 21, 22, 48, 1];
        using TransformerEncoder wholeEncoder = Encoder(), encoder = Encoder();
        using MaskedLmHead whole = Head(wholeEncoder, rowsPerChunk, 2048), head = Head(encoder, rowsPerChunk, 2048);
        var candidates = new CandidateTokens();
        for (int word = 0; word < TinyEncoder.Config.VocabSize; word++)
        {
            candidates.Add(word, 0);
        }

        candidates.SetTargets(targets);
        double[] expected = new double[9], losses = new double[9];

        float[] dExpected = AssertClose.Flat(whole.Train(hidden, targets, Scale, expected));
        float[] dHidden = AssertClose.Flat(head.Train(hidden, candidates, Scale, losses));

        Assert.Equal(expected, losses);
        AssertBits.Equal(dExpected, dHidden, "dHidden");
        AssertBits.Equal(Gradients.Of(wholeEncoder.TokenEmbeddings), Gradients.Of(encoder.TokenEmbeddings), "tied decoder");
        foreach (((string name, float[] one), (_, float[] other)) in Gradients.Of(whole.Parameters).Zip(Gradients.Of(head.Parameters)))
        {
            AssertBits.Equal(one, other, name);
        }
    }

    [Fact]
    public void Losses_and_gradients_among_candidates_are_right()
    {
        using TransformerEncoder encoder = Encoder();
        using MaskedLmHead head = Head(encoder, 3, 16);
        Matrix hidden = _matrices.Normal(5, TinyEncoder.Config.HiddenSize);
        int[] words = [2, 4, 9, 17, 30, 49], targets = [9, 4, 4, 49, 30];
        var candidates = new CandidateTokens();
        foreach (int word in words)
        {
            candidates.Add(word, -0.1f * word);
        }

        candidates.SetTargets(targets);
        var losses = new double[5];
        Matrix dHidden = _matrices.Copy(head.Train(hidden, candidates, 1, losses));

        new GradientCheck("MaskedLmHead among candidates", TestContext.Current.TestOutputHelper!)
            .Add("hidden", hidden, dHidden)
            .Add(head.Parameters)
            .Add("tied decoder", () => encoder.TokenEmbeddings.Values.AllElements(), Gradients.Of(encoder.TokenEmbeddings))
            .Run(() => Expected(head.Forward(hidden, TinyEncoder.WithoutDropout)).Sum(), length: 0.5);
        Assert.Equal(Expected(head.Forward(hidden, TinyEncoder.WithoutDropout)), losses, (a, b) => Math.Abs(a - b) < 1e-5);

        // By the definition: every word stands for 1/π words, but a row's own target for itself.
        double[] Expected(Matrix logits) => [.. targets.Select((target, row) =>
        {
            float[] scores = logits[row].ToArray();
            double sum = words.Sum(word => Math.Exp(scores[word] + (word == target ? 0 : 0.1 * word)));
            return Math.Log(sum) - scores[target];
        })];
    }

    [Fact]
    public void A_target_that_is_no_candidate_is_refused()
    {
        var candidates = new CandidateTokens();
        candidates.Add(3, 0);
        Assert.Throws<ArgumentException>(() => candidates.Add(3, 0));
        Assert.Throws<ArgumentException>(() => candidates.SetTargets([4]));
    }

    private TransformerEncoder Encoder() => TinyEncoder.Make(TinyEncoder.Config, _workers, new Rng(5));

    private MaskedLmHead Head(TransformerEncoder encoder, int rows, int words)
    {
        var head = new MaskedLmHead(_workers, encoder, rows, words);
        TinyEncoder.Fill(head.Parameters, new Rng(6), 0.3);
        head.Parameters.ClearGradients();
        encoder.TokenEmbeddings.ClearGradients();
        return head;
    }
}
