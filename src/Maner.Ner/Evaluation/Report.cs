using System.Text.Json;
using Maner.Tensors;

namespace Maner.Ner.Evaluation;

/// <summary>The evaluation of a system on labelled sentences, as <c>metrics.json</c> and <c>--json</c> show it. Shares are 0 to 1.</summary>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Words">Number of words.</param>
/// <param name="Strict">Scores by strict IOB2.</param>
/// <param name="Lenient">Scores by the rule of conlleval and seqeval's default.</param>
/// <param name="Errors">Kinds of errors, by strict IOB2.</param>
/// <param name="WithoutTrainOverlap">Scores without the sentences that are also in the training data; null when that was not asked for.</param>
/// <param name="Calibration">How far entities' probabilities can be believed; null where they are not known or there is no entity.</param>
public sealed record Report(
    int Sentences,
    int Words,
    RuleScores Strict,
    RuleScores Lenient,
    ErrorAnalysis Errors,
    OverlapReport? WithoutTrainOverlap = null,
    Calibration? Calibration = null)
{
    /// <summary>Evaluates predictions.</summary>
    internal static Report Of(IReadOnlyCollection<EvaluatedSentence> sentences, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        options ??= new ReportOptions();
        return new Report(
            sentences.Count,
            sentences.Sum(sentence => sentence.Tags.Count),
            Score(sentences, SpanRule.Strict, options),
            Score(sentences, SpanRule.Lenient, options),
            ErrorAnalysis.Of(sentences, SpanRule.Strict),
            options.TrainTexts is { } texts ? ScoreUnseen(sentences, texts, options) : null,
            options.WithCalibration ? Calibration.Of(sentences) : null);
    }

    /// <summary>The report as indented JSON with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Readable.Report);

    private static RuleScores Score(IReadOnlyCollection<EvaluatedSentence> sentences, SpanRule rule, ReportOptions options)
    {
        RuleScores scores = RuleScores.Of(sentences, rule);
        return options.Resamples == 0
            ? scores
            : scores with
            {
                F1Interval = Bootstrap.F1Interval(SentenceScores.Of(sentences, rule), new Rng(options.Seed), options.Resamples, options.Level),
            };
    }

    private static OverlapReport ScoreUnseen(
        IReadOnlyCollection<EvaluatedSentence> sentences, IReadOnlySet<string> trainTexts, ReportOptions options)
    {
        List<EvaluatedSentence> unseen = [.. sentences.Where(sentence => !trainTexts.Contains(sentence.Gold.JoinedWords))];
        return new OverlapReport(
            unseen.Count,
            sentences.Count - unseen.Count,
            Score(unseen, SpanRule.Strict, options),
            Score(unseen, SpanRule.Lenient, options));
    }
}
