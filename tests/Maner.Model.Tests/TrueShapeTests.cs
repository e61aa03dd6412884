using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>
/// The widths of XLM-R base and large, two layers deep and with few words, against a reference in double precision. Gradients too: the
/// reference's slope along a random direction through all parameters at once, which double precision gives to eight digits.
/// </summary>
public sealed class TrueShapeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("tiny")]
    [InlineData("base")]
    [InlineData("large")]
    [InlineData("afriberta")]
    public void Forward_and_backward_follow_the_reference(string shape)
    {
        EncoderConfig config = shape switch
        {
            "base" => EncoderConfig.Base with { Layers = 2, VocabSize = 1000 },
            "large" => EncoderConfig.Large with { Layers = 2, VocabSize = 1000 },
            "afriberta" => EncoderConfig.Base with { Layers = 2, Heads = 6, VocabSize = 1000 },
            _ => TinyEncoder.Config,
        };
        using var workers = new Workers(2);
        using var matrices = new TestMatrices(5);

        // About the size of trained weights: 0.04 at these widths.
        using TransformerEncoder encoder = TinyEncoder.Make(config, workers, matrices.Rng, 1 / Math.Sqrt(config.HiddenSize));
        PackedBatch batch = TinyEncoder.Batch(matrices.Rng, 40, 5, 1, 3);
        Matrix w = matrices.Normal(batch.TokenCount, config.HiddenSize);
        foreach (IParameterArena arena in encoder.Arenas)
        {
            arena.ClearGradients();
        }

        Matrix hidden = encoder.Forward(batch, [], TinyEncoder.WithoutDropout);
        Dictionary<string, double[]> values = encoder.Arenas.SelectMany(arena => arena.Tensors)
            .ToDictionary(tensor => tensor.Name, tensor => Reference.Doubles(tensor.Values()));
        double[][] expected = new ReferenceEncoder(config, name => values[name]).Forward(batch);
        for (int row = 0; row < batch.TokenCount; row++)
        {
            AssertClose.All(Reference.Floats(expected[row]), hidden[row], 1e-5, 1e-5, $"{shape}: hidden state {row}");
        }

        encoder.Backward(matrices.Copy(w));

        const double Step = 1e-5;
        Dictionary<string, double[]> directions = values.ToDictionary(
            pair => pair.Key, pair => Array.ConvertAll(pair.Value, _ => matrices.Rng.NextNormal()));
        double analytic = Gradients.Of(encoder).Sum(pair => pair.Values.Zip(directions[pair.Name], (slope, along) => slope * along).Sum());
        double numeric = (LossAt(Step) - LossAt(-Step)) / (2 * Step);
        double scale = Math.Sqrt(Gradients.Of(encoder).Sum(pair => pair.Values.Sum(value => (double)value * value)));

        output.WriteLine($"{shape}: slope {analytic:G8} against {numeric:G8}; difference {Math.Abs(analytic - numeric) / scale:E1} of the gradient's norm");
        Assert.True(Math.Abs(analytic - numeric) <= 2e-5 * scale, $"{shape}: analytic slope {analytic:G8}, numeric {numeric:G8}, norm {scale:G4}");

        double LossAt(double distance)
        {
            var cache = new Dictionary<string, double[]>();
            double[] Moved(string name) => cache[name] = [.. values[name].Zip(directions[name], (value, along) => value + (distance * along))];
            double[][] y = new ReferenceEncoder(config, name => cache.GetValueOrDefault(name) ?? Moved(name)).Forward(batch);
            return y.Select((row, index) => row.Zip(Reference.Doubles(w[index]), (left, right) => left * right).Sum()).Sum();
        }
    }

    /// <summary>Run by hand: dotnet run -c Release --project tests/Maner.Model.Tests -- -explicit only -method "*TrueShapeTests.Whole*"</summary>
    [Theory(Explicit = true)]
    [InlineData("base")]
    [InlineData("large")]
    public void Whole_encoders_train_and_predict(string shape)
    {
        EncoderConfig config = shape == "base" ? EncoderConfig.Base : EncoderConfig.Large;
        using var workers = new Workers(Environment.ProcessorCount);
        using TransformerEncoder encoder = TinyEncoder.Make(config, workers, new Rng(1), 0.04);
        PackedBatch batch = TinyEncoder.Batch(new Rng(2), config.VocabSize, 40, 40, 40, 40, 40, 40, 40, 40);
        int[] rows = [.. Enumerable.Range(0, batch.TokenCount).Where(row => row % 3 == 1)];
        var optimizer = new Maner.Training.Optimizer(encoder.Arenas, weightDecay: 0.01f, maxNorm: 1);
        using var matrices = new TestMatrices();
        var pass = new EncoderPass(IsTraining: true, HiddenDropout: 0.1f, AttentionDropout: 0.1f, DropoutKey: 1);
        for (int step = 0; step < 4; step++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            optimizer.ClearGradients();
            encoder.Forward(batch, rows, pass);
            double forward = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            encoder.Backward(matrices.Normal(rows.Length, config.HiddenSize));
            double backward = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            double norm = optimizer.Step(1e-5f);
            double all = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine(
                $"{shape}, {batch.TokenCount} tokens, step {step}: forward {forward:F2} s, backward {backward - forward:F2} s, AdamW {all - backward:F2} s, norm {norm:G4}, peak {PeakGigabytes():F2} GB");
            Assert.True(double.IsFinite(norm) && norm > 0);
        }

        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        Matrix hidden = encoder.Forward(batch, rows, EncoderPass.Inference);
        output.WriteLine($"{shape}: prediction {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s");
        Assert.All(hidden[rows.Length - 1].ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    private static double PeakGigabytes() => System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
}
