using System.Globalization;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Reports;

/// <summary>Numbers as a report writes them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "–";

    public static string F1(double? value) => value is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : None;

    public static string Signed(double? value) => value is { } number ? number.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture) : None;

    public static string Percent(double? share) => share is { } number ? (100 * number).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %" : None;

    public static string P(double value) => value < 0.001 ? "< 0.001" : value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    public static string Tenth(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Range(Interval? interval) => interval is { } range ? $"{F1(range.Low)} to {F1(range.High)}" : None;

    public static string SignedRange(Interval? interval) => interval is { } range ? $"{Signed(range.Low)} to {Signed(range.High)}" : None;

    public static string MeanAndDeviation(MeanAndDeviation? value) =>
        value is not { } score ? None : score.StandardDeviation is { } deviation ? $"{F1(score.Mean)} ± {F1(deviation)}" : F1(score.Mean);
}
