using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>
/// The embeddings' AdamW, which touches only rows that occurred, gives dense AdamW's bits. "Dense" here is the same table with a slot for every
/// row, in order. Clipping is off: Σ g² runs over slots, whose order differs between the two, so that the clipping factor could differ in its
/// last bit; and that is rounding, not another algorithm.
/// </summary>
public sealed class SparseAdamWTests
{
    private const int Steps = 30;
    private static readonly EncoderConfig Config = TinyTraining.Config with { MaxPositionEmbeddings = 34 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_row_has_dense_AdamWs_bits(bool readInBetween)
    {
        using TinyTraining sparse = Make(dense: false), dense = Make(dense: true);
        for (int step = 0; step < Steps; step++)
        {
            // The window of ids moves on: rows come into play late, and some come back after steps without a gradient.
            (int first, int count) = step % 5 == 4 ? (0, 20) : (step * 6, 40);
            Train(sparse, step, first, count);
            Train(dense, step, first, count);
            if (readInBetween && step % 4 == 1)
            {
                // Rows that were never trained are read, and so brought up to date, in the middle.
                sparse.NextBatch(200, 100);
                dense.NextBatch(200, 100);
                AssertBits.Equal(dense.Infer(), sparse.Infer(), "logits");
            }
        }

        int touched = sparse.Encoder.TokenEmbeddings.TouchedRows.Length;
        Assert.InRange(touched, 150, 250);
        Assert.Equal(Config.VocabSize, dense.Encoder.TokenEmbeddings.TouchedRows.Length);
        AssertSameParameters(dense, sparse);
    }

    [Fact]
    public void A_restored_snapshot_has_the_bits_of_its_moment()
    {
        using TinyTraining training = Make(dense: false), stopped = Make(dense: false);
        for (int step = 0; step < 10; step++)
        {
            Train(training, step, 0, 60);
            Train(stopped, step, 0, 60);
        }

        ArenaSnapshot words = training.Encoder.TokenEmbeddings.SnapshotValues(), others = training.Encoder.Parameters.SnapshotValues();
        ArenaSnapshot head = training.Head.Parameters.SnapshotValues();
        for (int step = 10; step < 20; step++)
        {
            Train(training, step, 40, 100); // rows that had no slot at the snapshot
            if (step == 15)
            {
                training.NextBatch(200, 100); // and rows that are only read
                training.Infer();
            }
        }

        training.Encoder.TokenEmbeddings.RestoreValues(words);
        training.Encoder.Parameters.RestoreValues(others);
        training.Head.Parameters.RestoreValues(head);

        AssertSameParameters(stopped, training);
    }

    [Fact]
    public void A_saved_state_goes_on_with_the_same_bits()
    {
        using TinyTraining straight = Make(dense: false), before = Make(dense: false), after = Make(dense: false);
        for (int step = 0; step < 8; step++)
        {
            Train(straight, step, 0, 60);
            Train(before, step, 0, 60);
        }

        var saved = new SavedState(before);
        GC.Collect();
        GC.WaitForPendingFinalizers(); // what the state was read from may be gone now
        after.SkipSteps(8, batches: 8);
        saved.RestoreTo(after);
        for (int step = 8; step < 16; step++)
        {
            Train(straight, step, 30, 100);
            Train(after, step, 30, 100);
        }

        AssertSameParameters(straight, after);
    }

    private static TinyTraining Make(bool dense)
    {
        var training = new TinyTraining(Config, threads: 2, maxNorm: float.PositiveInfinity);
        if (dense)
        {
            training.Encoder.TokenEmbeddings.Touch(Enumerable.Range(0, Config.VocabSize).ToArray());
        }

        return training;
    }

    private static void Train(TinyTraining training, int step, int first, int count)
    {
        training.NextBatch(first, count);
        training.Step(0.001f * (1 + (step % 7)));
    }

    private static void AssertSameParameters(TinyTraining expected, TinyTraining actual)
    {
        AssertBits.Equal(expected.Encoder.TokenEmbeddings.Values, actual.Encoder.TokenEmbeddings.Values, "word embeddings");
        foreach ((ParameterArena left, ParameterArena right) in new[]
        {
            (expected.Encoder.Parameters, actual.Encoder.Parameters), (expected.Head.Parameters, actual.Head.Parameters),
        })
        {
            foreach ((Parameter one, Parameter other) in left.All.Zip(right.All))
            {
                AssertBits.Equal(left.Value(one), right.Value(other), one.Name);
            }
        }
    }

    /// <summary>A training's state in memory, copied as a checkpoint would hold it.</summary>
    private sealed class SavedState : ITensorSource
    {
        private readonly Dictionary<string, float[]> _tensors = [];

        public SavedState(TinyTraining training)
        {
            foreach (NamedTensor tensor in Arenas(training).SelectMany(arena => arena.TrainingState))
            {
                ReadOnlySpan<float> values = tensor.Values();
                GC.Collect();
                GC.WaitForPendingFinalizers(); // the values must outlive whoever handed them out
                _tensors.Add(tensor.Name, values.ToArray());
                Assert.Equal(tensor.Shape.Aggregate(1, (product, dimension) => product * dimension), values.Length);
            }
        }

        public long LengthOf(string name) => _tensors.TryGetValue(name, out float[]? values) ? values.Length : -1;

        public void Read(string name, Span<float> destination) => _tensors[name].CopyTo(destination);

        public void RestoreTo(TinyTraining training)
        {
            foreach (IParameterArena arena in Arenas(training))
            {
                arena.RestoreTrainingState(this);
            }
        }

        private static IEnumerable<IParameterArena> Arenas(TinyTraining training) => training.Encoder.Arenas.Append(training.Head.Parameters);
    }
}
