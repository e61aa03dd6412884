using System.Globalization;
using Maner.Ner.Evaluation;

namespace Maner.Cli.Views;

/// <summary>A tagger's errors as tables. All are by strict IOB2.</summary>
internal static class ErrorView
{
    /// <summary>Counts by kind, and which type became which.</summary>
    public static void Write(CliContext context, ErrorAnalysis errors)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"entities: {errors.Correct} correct, {errors.Missed} missed, {errors.Spurious} spurious, {errors.WrongType} wrong type, {errors.WrongBoundary} wrong boundary, {errors.WrongTypeAndBoundary} wrong type and boundary"));
        TypeConfusion confusion = errors.Confusion;
        if (confusion.Types.Count == 0)
        {
            return;
        }

        var table = new OutputTable(["gold \\ predicted", .. confusion.Types.Select(type => type + "#"), "(nothing)#"]);
        for (int gold = 0; gold <= confusion.Types.Count; gold++)
        {
            table.Add([
                gold < confusion.Types.Count ? confusion.Types[gold] : "(nothing)",
                .. confusion.Counts[gold].Select((count, predicted) =>
                    gold == confusion.Types.Count && predicted == gold ? "" : count.ToString(CultureInfo.InvariantCulture)),
            ]);
        }

        table.Write(context);
    }

    /// <summary>The first errors, a line each.</summary>
    public static void List(CliContext context, string path, IReadOnlyList<EntityError> errors, int count)
    {
        if (count == 0 || errors.Count == 0)
        {
            return;
        }

        context.Out.WriteLine();
        var table = new OutputTable("sentence at", "error", "gold", "predicted");
        foreach (EntityError error in errors.Take(count))
        {
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{path}:{error.Line}"),
                NameOf(error.Kind),
                Text(error.GoldText, error.Gold?.Type),
                Text(error.PredictedText, error.Predicted?.Type));
        }

        table.Write(context);
        if (errors.Count > count)
        {
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors.Count - count} more; list them with --errors {errors.Count}"));
        }
    }

    private static string NameOf(ErrorKind kind) => kind switch
    {
        ErrorKind.WrongType => "wrong type",
        ErrorKind.WrongBoundary => "wrong boundary",
        ErrorKind.WrongTypeAndBoundary => "wrong type and boundary",
        ErrorKind.Missed => "missed",
        ErrorKind.Spurious => "spurious",
        _ => "correct",
    };

    private static string Text(string? words, string? type) => words is null ? "" : $"{words} [{type}]";
}
