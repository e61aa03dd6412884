namespace Maner.Experiments.Corpora;

/// <summary>The fact files of <c>experiments/data</c>, which are inside the program: lines with '#' are their sources, then names of columns, then rows.</summary>
internal static class FactTable
{
    /// <summary>The rows of a file, each with as many cells as there are columns.</summary>
    public static IReadOnlyList<string[]> Rows(string file)
    {
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"There is no fact file '{file}'.", nameof(file));
        using var reader = new StreamReader(stream);
        string[][] lines =
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')),
        ];
        return [.. lines.Skip(1)];
    }
}
