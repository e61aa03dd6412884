namespace Maner.Ner.Evaluation;

/// <summary>What a <see cref="Report"/> holds beyond the scores.</summary>
public sealed record ReportOptions
{
    /// <summary>Draws of the bootstrap interval; 0 leaves the interval out (a dev score each epoch needs none).</summary>
    public int Resamples { get; init; } = Bootstrap.DefaultResamples;

    /// <summary>Confidence level of the interval.</summary>
    public double Level { get; init; } = Bootstrap.DefaultLevel;

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Texts (<see cref="Maner.Text.Sentences.Sentence.JoinedWords"/>) of the training sentences. When given, the report also scores the
    /// sentences that training has not seen; WikiANN's small languages repeat many of theirs.
    /// </summary>
    public IReadOnlySet<string>? TrainTexts { get; init; }

    /// <summary>Whether probabilities are compared with what is right; not of the dev sentences that they were fitted on.</summary>
    public bool WithCalibration { get; init; } = true;
}
