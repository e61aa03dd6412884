using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Testing;
using Maner.Training.Tests;
using Xunit;

namespace Maner.Experiments.Tests.Plans;

/// <summary>
/// The guard of <see cref="CellKey.CurrentEngine"/>: results of small trainings, frozen. They have the same bits for any team and any
/// vectors (see <see cref="InstructionSetTests"/>), so another hash is another program.
/// </summary>
[Trait(Vectors.Trait, Vectors.Yes)]
public sealed class CurrentEngineTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Training = "8BA5FF4527835D0CD19092AADAF8F62C4BAE569DA7CAA1EE99A00BB481375681";
    private const string Cells = "A8B33B27AE157AC6EE30C8814EB933BBAE37E773E9A7D0EAF3EF6C85D82B97DB";
    private const string PaperCells = "48FD0B5C01269C2DF289FE5A53D3B30502C8E177B1CDC92974347CEF5F789A47";

    // Every option by name: another default is another address by itself. What the two kinds of cells differ in stands in capitals.
    private const string Yaml = """
        encoders: […]
        methods: [token, random-mask, maner, rand]
        sizes: [15]
        seeds: 1
        options:
          epochs: EPOCHS
          min-updates: 0
          batch-size: 4
          learning-rate: RATE
          warm-up: 0.1
          weight-decay: 0.01
          clip-norm: 1
          new-head: false
          dropout: 0.1
          attention-dropout: 0.1
          mask-probability: 0.15
          decoding: DECODING
          crf-weight: WEIGHT
          evaluations: 4
          patience: 0
        blocks:
          a: {report: methods, data: [wikiann/yo], dev-sentences: 8, subsets: one}
        """;

    [Fact]
    public void A_training_has_the_parameters_of_this_engine() => Check(nameof(Training), Training, TinyTraining.Hash(threads: 1));

    [Theory]
    [InlineData(nameof(Cells), Cells, "viterbi", "1", "8", "0.02")]
    [InlineData(nameof(PaperCells), PaperCells, "argmax", "0", "40", "0.01")] // decoded as every cell of experiments/paper.yaml, where the encoder alone must learn
    public void Cells_have_the_scores_of_this_engine(string name, string frozen, string decoding, string weight, string epochs, string rate)
    {
        string yaml = Yaml.Replace("DECODING", decoding, StringComparison.Ordinal).Replace("WEIGHT", weight, StringComparison.Ordinal)
            .Replace("EPOCHS", epochs, StringComparison.Ordinal).Replace("RATE", rate, StringComparison.Ordinal);
        var text = new StringBuilder();
        var runner = new CellRunner(ModelCatalog.Default, fixture.Encoder.Workers);
        foreach (PlannedCell cell in fixture.Plan(yaml).Cells)
        {
            CellAttempt attempt = runner.Run(cell, null, mostAttempts: 1, TestContext.Current.CancellationToken).Last;
            Assert.True(attempt.Test!.Strict is { Correct: > 0 }, "The cell has learned too little for its scores to show anything.");
            text.Append(CultureInfo.InvariantCulture, $"{cell.Key.Options.Method} {attempt.Updates} {attempt.BestEpoch} {attempt.FinalLoss}\n");
            foreach (CellScores scores in new[] { attempt.Dev!, attempt.Test })
            {
                text.Append(CultureInfo.InvariantCulture, $"{string.Join(' ', scores.Counts)} {scores.Lenient.Correct} {scores.Lenient.Predicted} {scores.Unseen.Correct}\n");
            }
        }

        Check(name, frozen, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    private static void Check(string name, string frozen, string found)
    {
        // Logarithms and cosines are the system's, and round as its library does.
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The hashes are of Linux on x64.");
        Assert.True(
            frozen == found,
            $"Results have changed: raise {nameof(CellKey)}.{nameof(CellKey.CurrentEngine)}, so that results of before are not taken for this program's, and put the new hash here: {name} = \"{found}\".");
    }
}
