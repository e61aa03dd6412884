using System.Diagnostics;

namespace Maner.Training;

/// <summary>How fast updates are made, and what is left of a run; evaluations and checkpoints between the updates count for the time left alone.</summary>
/// <param name="firstStep">Updates that an earlier process made.</param>
/// <param name="steps">Updates of the full run.</param>
/// <param name="sentencesPerStep">Sentences per update, on average.</param>
internal sealed class TrainingSpeed(int firstStep, int steps, double sentencesPerStep)
{
    private double _seconds;

    /// <summary>Passes updates on, and clocks the time that each takes to be made.</summary>
    public IEnumerable<StepReport> Clocked(IEnumerable<StepReport> updates)
    {
        using IEnumerator<StepReport> update = updates.GetEnumerator();
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            if (!update.MoveNext())
            {
                yield break;
            }

            _seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            yield return update.Current;
        }
    }

    /// <summary>Training sentences per second up to a step; 0 where this process made no update.</summary>
    public double SentencesPerSecond(int step) => _seconds > 0 ? sentencesPerStep * (step - firstStep) / _seconds : 0;

    /// <summary>An estimate of the time left at a step.</summary>
    /// <param name="step">Updates made.</param>
    /// <param name="elapsed">The time that this process has taken for its share of them, all else included.</param>
    public TimeSpan TimeLeft(int step, TimeSpan elapsed) => elapsed / (step - firstStep) * (steps - step);
}
