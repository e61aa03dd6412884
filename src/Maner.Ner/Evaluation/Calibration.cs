namespace Maner.Ner.Evaluation;

/// <summary>
/// How far the probabilities of found entities can be believed: of those with 0.9 nine in ten should be right. An entity is right when its words and type
/// are, by the rule that reads entities for users (conlleval's).
/// </summary>
/// <param name="Entities">Number of entities found.</param>
/// <param name="MeanProbability">Mean of their probabilities.</param>
/// <param name="Precision">Share of them that is right.</param>
/// <param name="Error">
/// Expected calibration error, 0 to 1: |share right − mean probability| of each bin, weighed by the bin's entities (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017).
/// </param>
/// <param name="Bins">Ten bins of equal width, those without an entity left out.</param>
public sealed record Calibration(int Entities, double MeanProbability, double Precision, double Error, IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = 10;

    /// <summary>Compares probabilities with what is right; null where they are not known or there is no entity.</summary>
    internal static Calibration? Of(IReadOnlyCollection<EvaluatedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        (float Probability, bool IsRight)[] found = [.. sentences.SelectMany(Judged)];
        if (found.Length == 0)
        {
            return null;
        }

        CalibrationBin[] bins = [.. found
            .GroupBy(entity => Math.Min((int)(entity.Probability * BinCount), BinCount - 1)).OrderBy(bin => bin.Key)
            .Select(bin => new CalibrationBin(bin.Key / (double)BinCount, (bin.Key + 1) / (double)BinCount, bin.Count(), bin.Average(entity => (double)entity.Probability), bin.Average(Right)))];
        double error = bins.Sum(bin => bin.Entities * Math.Abs(bin.Precision - bin.MeanProbability)) / found.Length;
        return new Calibration(found.Length, found.Average(entity => (double)entity.Probability), found.Average(Right), error, bins);

        static double Right((float Probability, bool IsRight) entity) => entity.IsRight ? 1 : 0;
    }

    /// <summary>The entities found in a sentence: how probable each is, and whether it is right.</summary>
    private static IEnumerable<(float Probability, bool IsRight)> Judged(EvaluatedSentence sentence)
    {
        return sentence.Confidences is not { } confidences ? []
            : sentence.PredictedEntities(SpanRule.Lenient).Zip(confidences, (span, probability) => (probability, sentence.GoldEntities.Contains(span)));
    }
}
