namespace Maner.Annotation.Records;

/// <summary>How a sentence was chosen to be shown.</summary>
/// <param name="Strategy">The strategy's name: <c>random</c>, <c>mnlp</c>, …</param>
/// <param name="IsRandom">Whether it was chosen at random among all that were left: only such sentences may score a model.</param>
internal sealed record Pick(string Strategy, bool IsRandom);
