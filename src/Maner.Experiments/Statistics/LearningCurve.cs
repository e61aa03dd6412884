namespace Maner.Experiments.Statistics;

/// <summary>Scores of two methods at growing training sizes.</summary>
internal static class LearningCurve
{
    /// <summary>A size at which the order of two curves changes.</summary>
    /// <param name="Sentences">The training size, linear between the measured ones.</param>
    /// <param name="FirstLeadsAfter">Whether the first curve is the higher one from here on.</param>
    public readonly record struct Crossing(double Sentences, bool FirstLeadsAfter);

    /// <summary>Where two curves cross, by linear interpolation of their difference between neighbouring sizes.</summary>
    /// <param name="points">Size and both scores, at least two sizes for a crossing, in any order.</param>
    public static IReadOnlyList<Crossing> Crossings(IEnumerable<(double Size, double First, double Second)> points)
    {
        var crossings = new List<Crossing>();
        (double Size, double Difference)? last = null;
        double? touched = null;
        foreach ((double size, double first, double second) in points.OrderBy(point => point.Size))
        {
            double difference = first - second;
            if (last is { } before && before.Difference * difference < 0)
            {
                double share = before.Difference / (before.Difference - difference);
                crossings.Add(new Crossing(touched ?? (before.Size + (share * (size - before.Size))), difference > 0));
            }

            // Where the curves touch, only the next size that differs says whether they cross there.
            if (difference == 0)
            {
                touched ??= size;
            }
            else
            {
                (last, touched) = ((size, difference), null);
            }
        }

        return crossings;
    }

    /// <summary>The training size at which a curve first reaches a score, linear between the measured ones; null when it never does.</summary>
    /// <param name="points">Sizes and scores, in any order.</param>
    /// <param name="score">The score to reach.</param>
    public static double? SizeThatReaches(IEnumerable<(double Size, double Score)> points, double score)
    {
        (double Size, double Score)? last = null;
        foreach ((double Size, double Score) point in points.OrderBy(point => point.Size))
        {
            if (point.Score >= score)
            {
                return last is { } before ? before.Size + ((score - before.Score) / (point.Score - before.Score) * (point.Size - before.Size)) : point.Size;
            }

            last = point;
        }

        return null;
    }
}
