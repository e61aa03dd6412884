namespace Maner.Experiments.Statistics;

/// <summary>Holm's correction (1979) for many tests at once: with a hundred languages, five are below 0.05 by chance.</summary>
internal static class Holm
{
    /// <summary>The adjusted p-values, in the order of the given ones; at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = new double[pValues.Count];
        double largest = 0;
        int left = pValues.Count;
        foreach (int index in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]))
        {
            largest = Math.Max(largest, Math.Min(1, left-- * pValues[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }
}
