using System.Globalization;
using System.Text;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Reports;

/// <summary>All results as tab-separated lines, a line per place of a cell in a block, for other programs.</summary>
internal static class ResultTable
{
    private static readonly string[] s_columns =
    [
        "block", "data", "method", "sentences", "seed", "encoder", "options", "cell", "status", "attempts", "f1_test", "precision_test", "recall_test",
        "f1_test_conlleval", "f1_test_unseen", "f1_dev", "updates", "seconds", "cpu_seconds", "peak_memory_mib", "strategy",
    ];

    /// <summary>Writes the table; cells without a result have status <c>missing</c>.</summary>
    public static string Write(Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        Dictionary<string, CellResult> results = store.ReadAll(plan);
        var text = new StringBuilder().AppendJoin('\t', s_columns).Append('\n');
        foreach (PlannedBlock block in plan.Blocks)
        {
            foreach (PlannedEntry entry in block.Entries)
            {
                CellResult? result = results.GetValueOrDefault(entry.Cell);
                CellAttempt? last = result?.Last;
                text.AppendJoin('\t', (IEnumerable<string>)
                [
                    block.Name, entry.Data, entry.Method, Number(entry.Size), entry.Seed.ToString(CultureInfo.InvariantCulture), entry.Encoder, entry.Variant, entry.Cell,
                    last?.Status.ToString().ToLowerInvariant() ?? "missing", Number(result?.Attempts.Count ?? 0), Number(last?.Test?.Strict.F1),
                    Number(last?.Test?.Strict.Precision), Number(last?.Test?.Strict.Recall), Number(last?.Test?.Lenient.F1), Number(last?.Test is { Unseen.Support: > 0 } test ? test.Unseen.F1 : null),
                    Number(last?.Dev?.Strict.F1), Number(last?.Updates), Number(last?.Seconds), Number(last?.CpuSeconds), Number(last?.PeakMemoryMib), entry.Strategy ?? "",
                ]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
