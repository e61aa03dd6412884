namespace Maner.Ner.Selection;

/// <summary>A sentence that somebody has labelled, and what it took.</summary>
/// <param name="Words">Number of words.</param>
/// <param name="Entities">Entities that it has now.</param>
/// <param name="Seconds">Seconds until it was done.</param>
internal readonly record struct TimedSentence(int Words, double Entities, double Seconds);

/// <summary>How long a sentence takes to label: seconds = a + b · words + c · entities (Settles, Craven and Friedland 2008; Ringger et al. 2008).</summary>
/// <param name="Sentence">a: seconds for any sentence.</param>
/// <param name="Word">b: seconds a word, read.</param>
/// <param name="Entity">c: seconds an entity, marked.</param>
internal sealed record AnnotationTime(double Sentence, double Word, double Entity)
{
    // The start values weigh as much as this many sentences of the log.
    private const double PriorSentences = 10;

    // Who takes four times as long as their habit is at lunch, or thinks of something else.
    private const double MostOfHabit = 4;

    /// <summary>
    /// An assumption, until the user's own log is there: a sentence of twenty words and two names in 15 seconds, 240 an hour, as practised people with
    /// one key a name report.
    /// </summary>
    public static AnnotationTime Default { get; } = new(3, 0.3, 3);

    /// <summary>The seconds that a sentence is expected to take; above zero.</summary>
    public double Seconds(double words, double entities) => Sentence + (Word * words) + (Entity * entities);

    /// <summary>
    /// The time of one person, by least squares over their log with the start values, scaled to that person's speed, as a prior. No part is below zero,
    /// and pauses are cut to four times what is usual.
    /// </summary>
    /// <param name="log">The sentences; those with no positive number of seconds are left out.</param>
    public static AnnotationTime Fit(IEnumerable<TimedSentence> log)
    {
        TimedSentence[] timed = [.. log.Where(sentence => sentence.Seconds > 0 && double.IsFinite(sentence.Seconds))];
        if (timed.Length == 0)
        {
            return Default;
        }

        double[] ratios = [.. timed.Select(sentence => sentence.Seconds / Default.Seconds(sentence.Words, sentence.Entities)).Order()];
        double speed = ratios.Length % 2 == 1 ? ratios[ratios.Length / 2] : (ratios[(ratios.Length / 2) - 1] + ratios[ratios.Length / 2]) / 2;
        double[] start = [Default.Sentence * speed, Default.Word * speed, Default.Entity * speed];
        var normal = new double[3, 3];
        var right = new double[3];
        foreach (TimedSentence sentence in timed)
        {
            double[] x = [1, sentence.Words, sentence.Entities];
            double seconds = Math.Min(sentence.Seconds, MostOfHabit * speed * Default.Seconds(sentence.Words, sentence.Entities));
            for (int row = 0; row < 3; row++)
            {
                right[row] += x[row] * seconds;
                for (int column = 0; column < 3; column++)
                {
                    normal[row, column] += x[row] * x[column];
                }
            }
        }

        for (int part = 0; part < 3; part++)
        {
            double prior = PriorSentences * Math.Max(normal[part, part] / timed.Length, 1e-6); // a log without entities says nothing of them
            normal[part, part] += prior;
            right[part] += prior * start[part];
        }

        double[] fitted = NonNegative(normal, right);
        return new AnnotationTime(Math.Max(fitted[0], 0.05 * start[0]), fitted[1], fitted[2]); // above zero: rates are divided by it
    }

    /// <summary>The least of xᵀAx − 2bᵀx with no part below zero: of three parts all choices of those that are 0 are tried.</summary>
    private static double[] NonNegative(double[,] a, double[] b)
    {
        double[] best = [0, 0, 0];
        double least = double.PositiveInfinity;
        for (int set = 1; set < 8; set++)
        {
            int[] free = [.. Enumerable.Range(0, 3).Where(part => (set >> part & 1) == 1)];
            double[] x = Solve(a, b, free);
            double value = 0;
            for (int row = 0; row < 3; row++)
            {
                value -= 2 * b[row] * x[row];
                for (int column = 0; column < 3; column++)
                {
                    value += a[row, column] * x[row] * x[column];
                }
            }

            if (Array.TrueForAll(x, part => part >= 0) && value < least)
            {
                (best, least) = (x, value);
            }
        }

        return best;
    }

    /// <summary>Gaussian elimination over the free parts; the matrix is positive definite, so its pivots are above zero.</summary>
    private static double[] Solve(double[,] a, double[] b, int[] free)
    {
        int size = free.Length;
        var rows = new double[size, size + 1];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                rows[row, column] = a[free[row], free[column]];
            }

            rows[row, size] = b[free[row]];
        }

        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = rows[row, pivot] / rows[pivot, pivot];
                for (int column = pivot; column <= size; column++)
                {
                    rows[row, column] -= factor * rows[pivot, column];
                }
            }
        }

        double[] x = [0, 0, 0];
        for (int row = size - 1; row >= 0; row--)
        {
            double sum = rows[row, size];
            for (int column = row + 1; column < size; column++)
            {
                sum -= rows[row, column] * x[free[column]];
            }

            x[free[row]] = sum / rows[row, row];
        }

        return x;
    }
}
