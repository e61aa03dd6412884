namespace Maner.Training;

/// <summary>The end of a training run whose numbers are no numbers any more.</summary>
internal static class Divergence
{
    /// <summary>Checks a loss or a norm.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">Its name.</param>
    /// <param name="update">The update, counted from 1.</param>
    /// <param name="learningRate">The option that was too high.</param>
    /// <param name="advice">A sentence without its end: it is followed by the learning rate.</param>
    /// <exception cref="InvalidDataException">It is infinite or not a number.</exception>
    public static void Check(double value, string what, int update, float learningRate, Func<string> advice)
    {
        if (!double.IsFinite(value))
        {
            throw new InvalidDataException(FormattableString.Invariant($"Training diverged at update {update}: {what} is {value}. {advice()} {learningRate}."));
        }
    }
}
