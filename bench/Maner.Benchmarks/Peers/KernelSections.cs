using System.Globalization;
using System.Text.Json;

namespace Maner.Benchmarks.Peers;

/// <summary>The page's sections on kernels: shares of the ceiling, and where a training step's time goes.</summary>
internal static class KernelSections
{
    private static readonly string[] Products = ["packed", "NT", "NN", "TN"];
    private const double TargetAlone = 0.85;
    private const double TargetTogether = 0.80;
    private const double TargetElementwise = 0.08;

    /// <summary>Adds shares of the ceiling for one thread and for all, with AVX-512 and with AVX2, each in a process of its own.</summary>
    public static void AddShares(PerformancePage page, int threads, bool isQuick)
    {
        page.Line("## Kernels");
        page.Line(
            """
            Shares of the measured ceiling of multiply-adds in registers, best of several runs. The ceiling is measured before and after each row (the
            larger counts), on as many threads at the same time as the row's products run on. *packed*: forward with a weight that is packed once
            (prediction); NT: forward while training; NN: gradient of the input; TN: gradient of the weight. Weights stay in the third-level cache here, which
            in a whole network they do not.
            """);
        foreach (string switchedOff in new[] { "", "DOTNET_EnableAVX512" })
        {
            foreach (int count in new[] { 1, threads }.Distinct())
            {
                AddTable(page, Run(switchedOff, count, isQuick), count);
            }
        }
    }

    /// <summary>Adds the parts of a training step at base shape.</summary>
    public static void AddBreakdown(PerformancePage page, int threads)
    {
        string path = BatchFiles.Write(PeerWork.All.First(work => work.Name == "train-base-8"));
        PeerFile file = PeerFile.Load(path);
        IReadOnlyList<int> batch = file.Orders.Grouped[file.Orders.Grouped.Count / 2];
        string one = Path.ChangeExtension(path, ".one.json");
        (file with { Orders = new PeerOrders([batch], [batch]) }).Save(one);
        var how = new PeerOptions(one, threads, "grouped", WarmUp: 3, Passes: 7, Seconds: 0);
        PeerResult whole = JsonSerializer.Deserialize(ChildProcess.Run(ChildProcess.Self, ["maner-side", .. how.Arguments])[0], PeerJson.Default.PeerResult)!;
        double step = Statistics.Seconds(whole.Passes, isMean: true);

        using var breakdown = new StepBreakdown([.. batch.Select(index => file.Sentences[index])], threads);
        IReadOnlyList<StepPart> parts = breakdown.Measure();
        page.Line("## Where a training step's time goes");
        page.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            A step at base shape with {breakdown.Tokens} tokens, {breakdown.Asked} of them masks, on {threads} threads takes {step * 1e3:F0} ms. Each kernel was also timed
            alone, with the shapes, calls and layer-by-layer memory of that step; the table has these times and their shares of the whole step. The
            parts need not add up to 100 %: alone, a kernel finds its data in the cache more often than in a step.
            """));
        var table = new MarkdownTable("part", " ms", " share of the step");
        foreach (IGrouping<StepPartKind, StepPart> group in parts.GroupBy(part => part.Kind))
        {
            table.Add($"**{group.Key}**", Milliseconds(group.Sum(part => part.Seconds)), Share(group.Sum(part => part.Seconds)));
            foreach (StepPart part in group)
            {
                table.Add(part.Name, Milliseconds(part.Seconds), Share(part.Seconds));
            }
        }

        table.Add("**All parts**", Milliseconds(parts.Sum(part => part.Seconds)), Share(parts.Sum(part => part.Seconds)));
        page.Line(table.ToString());
        double elementwise = parts.Where(part => part.Kind == StepPartKind.Elementwise).Sum(part => part.Seconds) / step;
        page.Line($"Elementwise work is {Percent(elementwise)} of the step; aimed at: under {Percent(TargetElementwise)}. {(elementwise < TargetElementwise ? "Met." : "Missed.")} Softmax, which is part of attention, would add {Percent(breakdown.MeasureSoftmax() / step)}.");

        string Share(double seconds) => Percent(seconds / step);
    }

    private static List<GemmRow> Run(string switchedOff, int threads, bool isQuick)
    {
        var environment = new Dictionary<string, string>();
        if (switchedOff.Length > 0)
        {
            environment[switchedOff] = "0";
        }

        string[] arguments =
        [
            "gemm", threads.ToString(CultureInfo.InvariantCulture), "--json", "--layers", "base,large", "--products", string.Join(',', Products), "--seconds", isQuick ? "0.02" : "0.1",
        ];
        return [.. ChildProcess.Run(ChildProcess.Self, arguments, environment).Select(line => JsonSerializer.Deserialize(line, GemmJson.Default.GemmRow)!)];
    }

    private static void AddTable(PerformancePage page, List<GemmRow> rows, int threads)
    {
        double target = threads == 1 ? TargetAlone : TargetTogether;
        double low = rows.Min(row => row.Ceiling), high = rows.Max(row => row.Ceiling);
        page.Line(string.Create(
            CultureInfo.InvariantCulture, $"### {rows[0].InstructionSet}, {threads} thread{(threads == 1 ? "" : "s")}: ceiling {low:F0} to {high:F0} GFLOP/s, aimed at {Percent(target)}"));
        var table = new MarkdownTable(["product", " rows", " ceiling", .. Products.Select(product => " " + product)]);
        foreach (GemmRow row in rows)
        {
            table.Add(
            [
                row.Layer, row.Rows.ToString(CultureInfo.InvariantCulture), row.Ceiling.ToString("F0", CultureInfo.InvariantCulture),
                .. row.Gflops.Select(gflops => Percent(gflops / row.Ceiling)),
            ]);
        }

        page.Line(table.ToString());
        (string Layer, int Rows, string Product, double Share)[] shares = [.. rows.SelectMany(row =>
            Products.Zip(row.Gflops, (product, gflops) => (row.Layer, row.Rows, product, gflops / row.Ceiling)))];
        var worst = shares.MinBy(share => share.Share);
        page.Line($"At or above {Percent(target)}: {shares.Count(share => share.Share >= target)} of {shares.Length}. Lowest: {worst.Layer}, {worst.Rows} rows, {worst.Product}, {Percent(worst.Share)}.");
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F1}");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0} %");
}
