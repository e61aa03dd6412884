namespace Maner.Annotation.Selection;

/// <summary>A sentence to label.</summary>
/// <param name="Id">The sentence.</param>
/// <param name="Strategy">What chose it.</param>
internal readonly record struct ChosenSentence(long Id, string Strategy);
