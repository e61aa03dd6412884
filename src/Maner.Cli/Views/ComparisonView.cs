using System.Globalization;
using Maner.Ner.Evaluation;
using Maner.Text.Repairs;
using Maner.Training;

namespace Maner.Cli.Views;

/// <summary>A comparison of methods as tables.</summary>
internal static class ComparisonView
{
    /// <summary>One finished run.</summary>
    public static string Line(ComparedRun run, int number, int count) =>
        Format($"{number}/{count}  {run.Method}, seed {run.Seed}: F1 {run.Strict.F1:F3}, {Counted.Of(run.Updates, "update")} in {run.Seconds:F1} s") +
        (run.Warning is null ? "" : "  COLLAPSED");

    public static void Write(CliContext context, ComparisonReport report)
    {
        int seeds = report.Runs.Count / report.Methods.Count;
        context.Out.WriteLine(Format(
            $"{Counted.Of(report.TrainSentences, "training sentence")}, {Counted.Of(report.Runs[0].Updates, "update")} a run, {Counted.Of(seeds, "seed")}; scores on {report.ScoredOn}, {Counted.Of(report.ScoredSentences, "sentence")}, strict IOB2"));
        if (report.ScoredOn == "dev")
        {
            context.Out.WriteLine("Dev data also chose the checkpoints, so these scores flatter; give --test for fair ones.");
        }

        context.Out.WriteLine();
        var table = new OutputTable("method", "F1#", "sd#", "precision#", "recall#", "F1 conlleval#", "seconds#", "collapsed");
        foreach (MethodSummary method in report.Methods)
        {
            table.Add(
                method.Method, Format($"{method.F1.Mean:F3}"), method.F1.StandardDeviation is { } deviation ? Format($"{deviation:F3}") : "",
                Format($"{method.Precision.Mean:F3}"), Format($"{method.Recall.Mean:F3}"), Format($"{method.LenientF1.Mean:F3}"),
                Format($"{method.MeanSeconds:F1}"), method.Collapsed == 0 ? "none" : Format($"{method.Collapsed} of {method.F1.Count}"));
        }

        table.Write(context);
        WriteDifferences(context, report);
        WriteCollapsed(context, report);
    }

    private static void WriteDifferences(CliContext context, ComparisonReport report)
    {
        if (report.Differences.Count == 0)
        {
            return;
        }

        context.Out.WriteLine();
        var table = new OutputTable("difference of F1", "#", "95 % interval", "p#", "verdict");
        foreach (MethodDifference difference in report.Differences)
        {
            PairedComparison test = difference.Test;
            table.Add(
                $"{difference.Reference} − {difference.Other}", Format($"{test.Difference:+0.000;−0.000;0.000}"),
                Format($"{test.DifferenceInterval.Low:+0.000;−0.000;0.000} to {test.DifferenceInterval.High:+0.000;−0.000;0.000}"),
                Format($"{test.PValue:F4}"), difference.Better is { } better ? $"{better} is better" : "not distinguishable");
        }

        table.Write(context);
        context.Out.WriteLine("Paired randomization test over sentences, the runs of all seeds pooled.");
    }

    private static void WriteCollapsed(CliContext context, ComparisonReport report)
    {
        foreach (ComparedRun run in report.Runs.Where(run => run.Warning is not null))
        {
            context.Error.WriteLine($"Warning: {run.Method}, seed {run.Seed}: {Flags.InText(run.Warning!)} The run is in the means above.");
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
