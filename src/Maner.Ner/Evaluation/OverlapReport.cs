namespace Maner.Ner.Evaluation;

/// <summary>Scores on the sentences that are not also in the training data, word for word.</summary>
/// <param name="Sentences">Number of sentences scored.</param>
/// <param name="LeftOut">Number of sentences left out.</param>
/// <param name="Strict">Scores by strict IOB2.</param>
/// <param name="Lenient">Scores by the rule of conlleval and seqeval's default.</param>
public sealed record OverlapReport(int Sentences, int LeftOut, RuleScores Strict, RuleScores Lenient);
