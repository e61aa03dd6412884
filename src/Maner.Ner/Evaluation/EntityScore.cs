namespace Maner.Ner.Evaluation;

/// <summary>
/// Counts of exactly matching entities (same first word, last word and type) and the measures they give.
/// Counts add up over sentences, so a score is a sum; a measure whose denominator is 0 is 0, never NaN
/// (conlleval; seqeval's <c>zero_division=0</c>).
/// </summary>
/// <param name="Correct">Predicted entities that are gold entities.</param>
/// <param name="Predicted">Predicted entities.</param>
/// <param name="Support">Gold entities.</param>
public readonly record struct EntityScore(int Correct, int Predicted, int Support)
{
    /// <summary>Share of the predicted entities that are correct, 0 to 1.</summary>
    public double Precision => Ratio(Correct, Predicted);

    /// <summary>Share of the gold entities that were found, 0 to 1.</summary>
    public double Recall => Ratio(Correct, Support);

    /// <summary>Harmonic mean of precision and recall, 0 to 1.</summary>
    public double F1 => Ratio(2L * Correct, (long)Predicted + Support);

    /// <summary>The score of two sets of sentences taken together.</summary>
    public static EntityScore operator +(EntityScore left, EntityScore right) => left.Add(right);

    /// <summary>The score of two sets of sentences taken together.</summary>
    public EntityScore Add(EntityScore other) =>
        new(Correct + other.Correct, Predicted + other.Predicted, Support + other.Support);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
