using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>Batches with position numbers of their own, hidden tokens and groups of rows: gradients against finite differences, and what hidden tokens must not change.</summary>
public sealed class PlannedBatchTests(ITestOutputHelper output) : IDisposable
{
    private const int Mask = 49;
    private static readonly int[] s_rows = [1, 2, 4, 8, 9];
    private static readonly int[] s_starts = [0, 2, 3, 5];
    private readonly Workers _workers = new(2);
    private readonly TestMatrices _matrices = new(29);

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (string family in TinyEncoder.Families.Keys)
        {
            cases.Add(family, false);
            cases.Add(family, true);
        }

        return cases;
    }

    public void Dispose()
    {
        _workers.Dispose();
        _matrices.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_every_family(string family, bool isMean)
    {
        using TransformerEncoder encoder = TinyEncoder.Make(TinyEncoder.Families[family], _workers, _matrices.Rng, 0.25);
        foreach (IParameterArena arena in encoder.Arenas)
        {
            arena.ClearGradients();
        }

        PackedBatch batch = Batch();
        Matrix w = _matrices.Normal(s_starts.Length - 1, encoder.Config.HiddenSize);
        Matrix Forward() => encoder.Forward(batch, s_rows, TinyEncoder.WithDropout, new RowGroups(s_starts, isMean ? Pooling.Mean : Pooling.Sum));

        Forward();
        encoder.Backward(_matrices.Copy(w));

        new GradientCheck($"{family}, planned", output)
            .Add(encoder.Parameters)
            .Add(encoder.Config.Family.WordEmbeddings, () => encoder.TokenEmbeddings.Values.AllElements(), Gradients.Of(encoder.TokenEmbeddings))
            .Run(() => GradientCheck.Loss(Forward(), w), length: 0.06);
    }

    [Theory]
    [InlineData("xlm-roberta", 0)]
    [InlineData("bert", 0)]
    [InlineData("modernbert, biased", 1)] // whose second layer, the last, sees windows, which count tokens: it is cut off by a wide window below
    public void Words_are_read_as_without_masks_that_are_hidden_in_their_places(string family, int wide)
    {
        var config = TinyEncoder.Families[family];
        config = wide == 0 ? config : config with { PreNorm = config.PreNorm! with { LocalAttention = 40 } };
        using TransformerEncoder encoder = TinyEncoder.Make(config, _workers, _matrices.Rng);
        Matrix with = _matrices.Copy(encoder.Forward(Batch(), [], EncoderPass.Inference));
        Matrix without = encoder.Forward(TinyEncoder.Batch([0, 7, 8, 9, 2], [0, 9, 11, 2]), [], EncoderPass.Inference);

        int[] words = [0, 2, 3, 5, 6, 7, 9, 11, 12];
        for (int word = 0; word < words.Length; word++)
        {
            for (int column = 0; column < without.Columns; column++)
            {
                Assert.Equal(without[word][column], with[words[word]][column], 1e-5f);
            }
        }
    }

    [Fact]
    public void A_position_is_that_of_the_batch_and_a_mask_that_is_seen_changes_words()
    {
        using TransformerEncoder encoder = TinyEncoder.Make(TinyEncoder.Config, _workers, _matrices.Rng);
        int[] ids = [0, Mask, 7, 2];
        float[] plain = First(new()), placed = First(new(), [0, 1, 1, 2]), hidden = First(new(), [], [false, true, false, false]), same = First(new(), [0, 1, 2, 3], new bool[4]);

        Assert.Equal(plain, same);
        Assert.NotEqual(plain, placed);
        Assert.NotEqual(plain, hidden);
        Assert.NotEqual(placed, hidden);

        float[] First(PackedBatch batch, ReadOnlySpan<int> positions = default, ReadOnlySpan<bool> invisible = default)
        {
            batch.Add(ids, positions, invisible);
            return encoder.Forward(batch, [2], EncoderPass.Inference)[0].ToArray();
        }
    }

    [Fact]
    public void Positions_outside_the_sequence_and_lengths_that_differ_are_refused()
    {
        var batch = new PackedBatch();
        Assert.Contains("below 2, found 2 at place 1", Assert.Throws<ArgumentException>(() => batch.Add([5, 6], [0, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("of 2 tokens, found 1 and 0", Assert.Throws<ArgumentException>(() => new PackedBatch().Add([5, 6], [0])).Message, StringComparison.Ordinal);
    }

    /// <summary>Two sentences, of three and two words, with hidden masks in their words' positions.</summary>
    private static PackedBatch Batch()
    {
        var batch = new PackedBatch();
        batch.Add([0, Mask, 7, 8, Mask, 9, 2], [0, 1, 1, 2, 3, 3, 4], [false, true, false, false, true, false, false]);
        batch.Add([0, Mask, 9, Mask, 11, 2], [0, 1, 1, 2, 2, 3], [false, true, false, true, false, false]);
        return batch;
    }
}
