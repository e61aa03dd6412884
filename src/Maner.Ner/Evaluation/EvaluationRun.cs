namespace Maner.Ner.Evaluation;

/// <summary>Labelled sentences as a system tagged them, and the scores, which are computed when somebody first asks for them. Immutable.</summary>
/// <param name="sentences">The sentences.</param>
/// <param name="options">What the report holds beyond the scores.</param>
/// <param name="unknown">Gold entities of types that the system does not know; null for none.</param>
internal sealed class EvaluationRun(IReadOnlyList<EvaluatedSentence> sentences, ReportOptions? options = null, UnknownEntities? unknown = null)
{
    private Report? _report;
    private IReadOnlyList<EntityError>? _errors;

    /// <summary>The sentences in order, with gold and predicted tags.</summary>
    public IReadOnlyList<EvaluatedSentence> Sentences { get; } = sentences;

    /// <summary>The same sentences with another report.</summary>
    public EvaluationRun With(ReportOptions options) => new(Sentences, options, Unknown);

    /// <summary>Gold entities of types that the system does not know; null for none.</summary>
    public UnknownEntities? Unknown { get; } = unknown;

    /// <summary>Micro F1 by strict IOB2 alone, for who needs no report.</summary>
    public double F1 => SentenceScores.Total(SentenceScores.Of(Sentences, SpanRule.Strict)).F1;

    /// <summary>Scores, intervals and kinds of errors.</summary>
    public Report Report => _report ??= Report.Of(Sentences, options);

    /// <summary>Scores by strict IOB2.</summary>
    public RuleScores Strict => Report.Strict;

    /// <summary>Scores by the rule of conlleval and seqeval's default.</summary>
    public RuleScores Lenient => Report.Lenient;

    /// <summary>Every entity that is wrong by strict IOB2, in reading order.</summary>
    public IReadOnlyList<EntityError> Errors => _errors ??= [.. ErrorAnalysis.List(Sentences, SpanRule.Strict)];
}
