using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>The page's first lines: what its tables say, for who reads no further.</summary>
internal static class Conclusion
{
    /// <summary>A row of the comparison.</summary>
    /// <param name="Title">The work, as the table calls it.</param>
    /// <param name="Kind"><c>train</c>, <c>pretrain</c> or <c>predict</c>.</param>
    /// <param name="Ratio">PyTorch's time over Maner's; not a number without PyTorch.</param>
    /// <param name="Target">The ratio aimed at; null for none.</param>
    /// <param name="MemoryShare">Maner's most resident memory over PyTorch's; not a number without PyTorch.</param>
    internal readonly record struct Row(string Title, string Kind, double Ratio, double? Target, double MemoryShare);

    /// <summary>Three lines of Markdown; null without PyTorch, when there is nothing to compare.</summary>
    public static string? Of(IReadOnlyList<Row> rows)
    {
        Row[] compared = [.. rows.Where(row => !double.IsNaN(row.Ratio))];
        if (compared.Length == 0)
        {
            return null;
        }

        (string Kind, string Name)[] kinds = [("train", "training steps"), ("pretrain", "pre-training steps"), ("predict", "predictions")];
        string[] speeds = [.. kinds.Select(kind => (kind.Name, Ratios: compared.Where(row => row.Kind == kind.Kind).Select(row => row.Ratio).ToArray()))
            .Where(kind => kind.Ratios.Length > 0).Select(kind => $"{kind.Name} {Range(kind.Ratios, "F1")} times")];
        Row[] aimed = [.. compared.Where(row => row.Target is not null)];
        string[] missed = [.. aimed.Where(row => row.Ratio < row.Target).Select(row => Text($"{row.Title} ({row.Ratio:F2} of {row.Target})"))];
        double[] memory = [.. compared.Select(row => row.MemoryShare).Where(share => !double.IsNaN(share)).Select(share => share * 100)];
        return $"**In three lines.** As fast as PyTorch in its fastest setting: {string.Join(", ", speeds)}.\n"
            + Text($"Of {aimed.Length} targets of speed {aimed.Length - missed.Length} are met{(missed.Length == 0 ? "" : "; missed: " + string.Join(", ", missed))}.\n")
            + $"Resident memory is {Range(memory, "F0")} % of PyTorch's.";
    }

    private static string Range(double[] values, string format)
    {
        if (values.Length == 0)
        {
            return "?";
        }

        string least = values.Min().ToString(format, CultureInfo.InvariantCulture), most = values.Max().ToString(format, CultureInfo.InvariantCulture);
        return least == most ? least : $"{least} to {most}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
