namespace Maner.Experiments.Reports;

/// <summary>Settings against each other, and the one that is chosen.</summary>
internal static class SweepTables
{
    /// <summary>The parts of a sweep.</summary>
    /// <param name="grids">A grid per setting.</param>
    /// <param name="isDev">Whether the scores are on dev.</param>
    public static IEnumerable<Part> Of(IReadOnlyList<(string Variant, Grid Grid)> grids, bool isDev)
    {
        IReadOnlyList<string> methods = grids[0].Grid.Methods;
        double?[][] scores = [.. grids.Select(row => methods.Select(method => row.Grid.Mean(method, score => score.Strict.F1)).ToArray())];
        yield return new Table(
            $"Mean F1 over {grids[0].Grid.DataSets.Count} data sets on {(isDev ? "dev" : "test")}",
            ["setting", .. methods.Select(method => method + "#"), "mean#", "data sets#"],
            [.. grids.Select((row, index) => (IReadOnlyList<string>)
            [
                row.Variant.Length == 0 ? "defaults" : row.Variant,
                .. methods.Select((method, column) => Numbers.F1(scores[index][column]) + (row.Grid.DataSets.Any(data => row.Grid.Of(data, method).IsMarked) ? MethodTables.Mark : "")),
                Numbers.F1(Mean(scores[index])), Numbers.Whole(row.Grid.Common.Count),
            ])]).WithoutEmptyColumns();

        // Settings are compared only where all of them have all scores: the best of a part is no choice.
        bool isComplete = grids.All(row => row.Grid.All.All(runs => runs.Missing + runs.Failed == 0));
        yield return new Paragraph(isComplete
            ? $"Chosen for all methods together: {Best(Mean)}. " + string.Join(" ", methods.Select((method, column) => $"Best for {method}: {Best(row => row[column])}."))
            : "No choice: some settings have runs without scores.");
        foreach (Paragraph note in grids.SelectMany(row => MethodTables.LeftOut(row.Grid)).DistinctBy(note => note.Text).Concat(MethodTables.Unplanned(grids.SelectMany(row => row.Grid.All))))
        {
            yield return note;
        }

        string Best(Func<double?[], double?> of)
        {
            int best = Enumerable.Range(0, grids.Count).MaxBy(index => of(scores[index]) ?? -1);
            return $"{(grids[best].Variant.Length == 0 ? "defaults" : grids[best].Variant)} ({Numbers.F1(of(scores[best]))})";
        }
    }

    private static double? Mean(double?[] scores) => scores.Contains(null) ? null : scores.Average();
}
