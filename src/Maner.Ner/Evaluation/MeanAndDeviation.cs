namespace Maner.Ner.Evaluation;

/// <summary>Mean and spread of a score over seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1); null for a single value, which has no spread.</param>
/// <param name="Count">Number of values.</param>
internal readonly record struct MeanAndDeviation(double Mean, double? StandardDeviation, int Count)
{
    /// <summary>Summarises values.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static MeanAndDeviation Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("There is no value to summarise.", nameof(values));
        }

        double mean = values.Average();
        double? deviation = values.Count == 1
            ? null
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new MeanAndDeviation(mean, deviation, values.Count);
    }
}
