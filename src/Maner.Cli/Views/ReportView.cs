using System.Globalization;
using Maner.Ner.Evaluation;
using Maner.Text.Repairs;
using Maner.Training;

namespace Maner.Cli.Views;

/// <summary>Scores as tables.</summary>
internal static class ReportView
{
    public static void Write(CliContext context, FineTuning.Outcome outcome)
    {
        TrainingResult training = outcome.Training;
        string planned = training.Epochs < training.PlannedEpochs ? FormattableString.Invariant($" of {training.PlannedEpochs}, ended early by dev") : "";
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained {Counted.Of(training.Epochs, "epoch")}{planned} ({Counted.Of(training.Updates, "update")}) in {training.Seconds:F1} s, {training.SentencesPerSecond:F0} sentences/s; last loss {training.FinalLoss:F3}") +
            (training.BestDevF1 is null ? "." : $"; best on dev at epoch {training.BestEpoch}."));
        if (outcome.Dev is not null)
        {
            Write(context, "dev", outcome.Dev.Report);
        }

        if (outcome.Test is not null)
        {
            Write(context, "test", outcome.Test.Report);
        }
    }

    /// <summary>Strict IOB2 and the conlleval/seqeval-default rule side by side, micro and one row per type.</summary>
    public static void Write(CliContext context, string name, Report report)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Counted.Of(report.Sentences, "sentence")}, {Counted.Of(report.Words, "word")}"));
        var table = new OutputTable("", "precision#", "recall#", "F1#", "support#", "F1 conlleval#");
        Add(table, "all", report.Strict.Micro, report.Lenient.Micro);
        foreach ((string type, EntityScore score) in report.Strict.Types)
        {
            Add(table, type, score, report.Lenient.Types[type]);
        }

        table.Write(context);
        if (report.Strict.F1Interval is { } interval)
        {
            context.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"F1 {report.Strict.Micro.F1:F3}, {interval.Level:P0} interval over sentences {interval.Low:F3} to {interval.High:F3}"));
        }

        if (report.Calibration is { } calibration)
        {
            context.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"probability of entities {calibration.MeanProbability:F3} on average, right {calibration.Precision:F3}; expected calibration error {calibration.Error:F3}"));
        }

        if (report.WithoutTrainOverlap is { LeftOut: > 0 } unseen)
        {
            context.Out.WriteLine(unseen.Sentences == 0 ? "All sentences are also in the training data: nothing tells how it does on others." : string.Create(
                CultureInfo.InvariantCulture,
                $"F1 {unseen.Strict.Micro.F1:F3} on the {Counted.Of(unseen.Sentences, "sentence")} not also in the training data"));
        }
    }

    private static void Add(OutputTable table, string name, EntityScore strict, EntityScore lenient) => table.Add(
        name, Text(strict.Precision), Text(strict.Recall), Text(strict.F1), strict.Support.ToString(CultureInfo.InvariantCulture), Text(lenient.F1));

    private static string Text(double share) => share.ToString("F3", CultureInfo.InvariantCulture);
}
