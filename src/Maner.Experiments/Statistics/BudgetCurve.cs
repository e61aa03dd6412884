namespace Maner.Experiments.Statistics;

/// <summary>A score that rises with a budget (sentences, words, seconds), linear between its points over the logarithm of the budget: doubling it counts the same early and late.</summary>
internal static class BudgetCurve
{
    /// <summary>The mean of the curve between two budgets: the area under it over the logarithm of the budget, divided by the width.</summary>
    /// <param name="points">Budgets above zero, ascending, and scores; they cover the range.</param>
    /// <param name="from">Where the range begins.</param>
    /// <param name="to">Where it ends; greater.</param>
    /// <returns>Null where the points do not cover the range.</returns>
    public static double? Mean(IReadOnlyList<(double Budget, double Score)> points, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (from >= to || At(points, from) is not { } first || At(points, to) is not { } last)
        {
            return null;
        }

        (double X, double Y)[] inside =
        [
            (Math.Log(from), first), .. points.Where(point => point.Budget > from && point.Budget < to).Select(point => (Math.Log(point.Budget), point.Score)), (Math.Log(to), last),
        ];
        double area = 0;
        for (int index = 1; index < inside.Length; index++)
        {
            area += (inside[index].X - inside[index - 1].X) * (inside[index].Y + inside[index - 1].Y) / 2;
        }

        return area / (Math.Log(to) - Math.Log(from));
    }

    /// <summary>The score at a budget; null outside of the points.</summary>
    public static double? At(IReadOnlyList<(double Budget, double Score)> points, double budget)
    {
        ArgumentNullException.ThrowIfNull(points);
        const double Rounding = 1e-9;
        for (int index = 0; index < points.Count; index++)
        {
            (double here, double score) = points[index];
            if (Math.Abs(budget - here) <= Rounding * here)
            {
                return score;
            }

            if (budget < here)
            {
                if (index == 0)
                {
                    return null;
                }

                (double before, double earlier) = points[index - 1];
                double share = (Math.Log(budget) - Math.Log(before)) / (Math.Log(here) - Math.Log(before));
                return earlier + (share * (score - earlier));
            }
        }

        return null;
    }

    /// <summary>The budget at which the curve first reaches a score; null where it never does.</summary>
    public static double? Reaches(IReadOnlyList<(double Budget, double Score)> points, double score)
    {
        ArgumentNullException.ThrowIfNull(points);
        for (int index = 0; index < points.Count; index++)
        {
            if (points[index].Score < score)
            {
                continue;
            }

            if (index == 0)
            {
                return points[0].Budget;
            }

            (double before, double earlier) = points[index - 1];
            double share = (score - earlier) / (points[index].Score - earlier);
            return Math.Exp(Math.Log(before) + (share * (Math.Log(points[index].Budget) - Math.Log(before))));
        }

        return null;
    }
}
