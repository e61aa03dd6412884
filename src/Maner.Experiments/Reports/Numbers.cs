using System.Globalization;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Reports;

/// <summary>Numbers as a report writes them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>What is written where there is no number.</summary>
    public const string None = "–";

    public static string F1(double? value) => value is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : None;

    public static string Signed(double? value) => value is { } number ? number.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture) : None;

    public static string Percent(double? share) => share is { } number ? (100 * number).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %" : None;

    public static string P(double value) => value < 0.001 ? "< 0.001" : value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A probability behind "p": "&lt; 0.001" or "= 0.012".</summary>
    public static string Relation(double p) => p < 0.001 ? P(p) : "= " + P(p);

    /// <summary>A duration in the unit that suits it: seconds, minutes from one on, hours from one on.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} seconds"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} hours"),
    };

    public static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    public static string Tenth(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Range(Interval? interval) => interval is { } range ? $"{F1(range.Low)} to {F1(range.High)}" : None;

    public static string SignedRange(Interval? interval) => interval is { } range ? $"{Signed(range.Low)} to {Signed(range.High)}" : None;

    public static string MeanAndDeviation(MeanAndDeviation? value) =>
        value is not { } score ? None : score.StandardDeviation is { } deviation ? $"{F1(score.Mean)} ± {F1(deviation)}" : F1(score.Mean);
}
