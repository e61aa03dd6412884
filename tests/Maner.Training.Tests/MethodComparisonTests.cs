using System.Text.Json.Nodes;
using Maner.Ner.Evaluation;
using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

[Trait(Vectors.Trait, Vectors.No)] // tables over runs
public sealed class MethodComparisonTests(SmallTask task) : IClassFixture<SmallTask>
{
    private static readonly TrainingOptions s_options = SmallTask.Options with { Epochs = 2 };

    [Fact]
    public void Every_method_has_every_seed_and_is_tested_against_maner()
    {
        var finished = new List<ComparedRun>();
        TaskData data = task.Data with { Test = task.Data.Train, Dev = null };

        ComparisonReport report = Compare(data, s_options, ["token", "maner", "rand"], [1, 5], finished.Add);

        Assert.Equal(["token 1", "maner 1", "rand 1", "token 5", "maner 5", "rand 5"], report.Runs.Select(run => $"{run.Method} {run.Seed}"));
        Assert.Equal(report.Runs, finished);
        Assert.Equal(("test", 18, 18), (report.ScoredOn, report.TrainSentences, report.ScoredSentences));
        Assert.Equal(["maner token", "maner rand"], report.Differences.Select(difference => $"{difference.Reference} {difference.Other}"));
        MethodSummary maner = report.Methods[1];
        double[] f1 = [.. report.Runs.Where(run => run.Method == "maner").Select(run => run.Strict.F1)];
        Assert.Equal((f1[0] + f1[1]) / 2, maner.F1.Mean, 1e-12);
        Assert.Equal(Math.Abs(f1[0] - f1[1]) / Math.Sqrt(2), maner.F1.StandardDeviation!.Value, 1e-12);
        Assert.All(report.Runs, run => Assert.Equal(10, run.Updates));
    }

    [Fact]
    public void A_run_is_the_one_that_train_makes()
    {
        ComparisonReport report = Compare(task.Data, s_options, ["random-mask"], [3]);
        FineTuning.Outcome alone = task.Train(s_options with { Method = "random-mask", Seed = 3 });

        Assert.Equal("dev", report.ScoredOn);
        Assert.Equal(alone.Dev!.Strict.Micro, report.Runs[0].Strict);
        Assert.Equal(alone.Dev.Lenient.Micro, report.Runs[0].Lenient);
        Assert.Equal(alone.Training.FinalLoss, report.Runs[0].FinalLoss, 1e-6);
        Assert.Empty(report.Differences);
    }

    [Fact]
    public void An_interrupted_comparison_is_over_the_seeds_that_every_method_has()
    {
        string[] methods = ["token", "maner"];
        Assert.ThrowsAny<OperationCanceledException>(() => Interrupted(after: 1));
        ComparisonReport report = Interrupted(after: 3), whole = Compare(task.Data, s_options, methods, [1]);

        Assert.Equal([("token", 1UL), ("maner", 1UL)], report.Runs.Select(run => (run.Method, run.Seed)));
        Assert.Equal(whole.Methods.Select(method => method.F1), report.Methods.Select(method => method.F1));
        Assert.Equal(whole.Differences, report.Differences);

        ComparisonReport Interrupted(int after)
        {
            using var source = new CancellationTokenSource();
            return MethodComparison.Run(
                task.Data, task.Encoder.Folder, s_options, methods, [1, 2], task.Encoder.Workers,
                _ =>
                {
                    if (--after == 0)
                    {
                        source.Cancel();
                    }
                },
                source.Token);
        }
    }

    [Fact]
    public void Collapsed_runs_count_and_are_marked()
    {
        ComparisonReport report = Compare(task.Data, s_options with { LearningRate = 1e-9f }, ["maner"], [1, 2]);

        Assert.Equal(2, report.Methods[0].Collapsed);
        JsonNode json = JsonNode.Parse(report.ToJson())!;
        Assert.All(json["runs"]!.AsArray(), run => Assert.NotNull(run!["warning"]));
        Assert.Null(json["options"]!["seed"]);
        Assert.Equal(2, (int)json["methods"]![0]!["collapsed"]!);
    }

    [Fact]
    public void Training_data_alone_cannot_tell_methods_apart() =>
        Assert.Contains(
            "Give TaskData.Test (or TaskData.Dev).",
            Assert.Throws<InvalidDataException>(() => Compare(task.Data with { Dev = null }, s_options, ["maner"], [1])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0.051, 0.1, null)]
    [InlineData(0.049, 0.1, "maner")]
    [InlineData(0.001, -0.1, "token")]
    public void A_difference_within_chance_has_no_winner(double p, double difference, string? better)
    {
        var test = new PairedComparison(0.5, 0.5 - difference, difference, new Interval(-1, 1, 0.95), p, 1000);
        Assert.Equal(better, new MethodDifference("maner", "token", test).Better);
    }

    private ComparisonReport Compare(TaskData data, TrainingOptions options, string[] methods, ulong[] seeds, Action<ComparedRun>? finished = null) =>
        MethodComparison.Run(data, task.Encoder.Folder, options, methods, seeds, task.Encoder.Workers, finished, TestContext.Current.CancellationToken);
}
