namespace Maner.Ner.Evaluation;

/// <summary>The entities whose probability is from <paramref name="Low"/> to below <paramref name="High"/> (1 included in the last).</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Entities">Number of entities.</param>
/// <param name="MeanProbability">Mean of their probabilities.</param>
/// <param name="Precision">Share of them that is right.</param>
public sealed record CalibrationBin(double Low, double High, int Entities, double MeanProbability, double Precision);
