using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>Tests that measure the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1812", Justification = "xunit finds it by its attribute.")]
public sealed class RunsAlone;

/// <summary>A steady stream of work leaves no garbage behind.</summary>
[Collection(nameof(RunsAlone))]
[Trait(Vectors.Trait, Vectors.No)] // memory, whatever computes
public sealed class AllocationTests(ITestOutputHelper output)
{
    // Room for an enumerator; a matrix, a closure for each item or a list that is made anew would be kilobytes.
    private const long MostBytes = 512;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_step_allocates_next_to_nothing(bool isPreNorm)
    {
        using var training = new TinyTraining(isPreNorm ? TinyTraining.ModernConfig : TinyTraining.Config, threads: 2);
        Measure("training step", () =>
        {
            training.NextBatch(0, 300);
            training.Step(1e-4f);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_prediction_allocates_nothing(bool isPreNorm)
    {
        using var training = new TinyTraining(isPreNorm ? TinyTraining.ModernConfig : TinyTraining.Config, threads: 2);
        Measure("prediction", () =>
        {
            training.NextBatch(0, 300);
            training.Infer();
        });
    }

    /// <summary>As <c>maner predict</c> does it: weights packed once, rows of the word embeddings read from the mapped file.</summary>
    [Theory]
    [InlineData("roberta.", WeightPrecision.Float32)]
    [InlineData("", WeightPrecision.Float32)]
    [InlineData("roberta.", WeightPrecision.BFloat16)]
    public void A_prediction_from_a_file_allocates_nothing(string prefix, WeightPrecision precision)
    {
        using var folder = new TemporaryFolder();
        using var training = new TinyTraining(TinyTraining.Config, threads: 2);
        SafeTensorsWriter.Write(
            folder.File("model.safetensors"),
            training.Encoder.Arenas.SelectMany(arena => arena.Tensors).Select(tensor => new TensorToWrite(
                prefix + tensor.Name["roberta.".Length..], [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
        using var workers = new Workers(2);
        using TransformerEncoder frozen = TransformerEncoder.LoadForPrediction(TinyTraining.Config, Checkpoint.Open(folder.Path), workers, precision);
        training.NextBatch(0, 300);
        int[] rows = [0, 5, 20];

        Measure("prediction from a file", () => frozen.Forward(training.Batch, rows, EncoderPass.Inference));
    }

    private void Measure(string what, Action work)
    {
        for (int round = 0; round < 30; round++)
        {
            work(); // buffers grow to the largest batch, lists to their length
        }

        // The least of several rounds: the test runner's own threads allocate now and then.
        const int Repeats = 20;
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                work();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Repeats);
        }

        output.WriteLine($"A {what} allocates {least} bytes on the managed heap");
        Assert.True(least <= MostBytes, $"a {what} allocates {least} bytes on the managed heap");
    }
}
