namespace Maner.Ner.Evaluation;

/// <summary>Two systems on the same sentences.</summary>
/// <param name="FirstF1">Micro F1 of the first system, 0 to 1.</param>
/// <param name="SecondF1">Micro F1 of the second system, 0 to 1.</param>
/// <param name="Difference">First minus second.</param>
/// <param name="DifferenceInterval">Bootstrap interval of the difference.</param>
/// <param name="PValue">
/// Probability of a difference at least as large, in either direction, between systems that are the same:
/// (count + 1) / (rounds + 1) by approximate randomization.
/// </param>
/// <param name="Rounds">Number of random swappings; the smallest possible p is 1 / (rounds + 1).</param>
internal sealed record PairedComparison(
    double FirstF1, double SecondF1, double Difference, Interval DifferenceInterval, double PValue, int Rounds);
