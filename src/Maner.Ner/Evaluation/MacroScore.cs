namespace Maner.Ner.Evaluation;

/// <summary>
/// Unweighted means over entity types, as seqeval's <c>macro avg</c>: every type that gold or prediction has counts once
/// (one that was only predicted counts as 0), and F1 is the mean of the types' F1, not the F1 of the means.
/// </summary>
/// <param name="Precision">Mean precision, 0 to 1.</param>
/// <param name="Recall">Mean recall, 0 to 1.</param>
/// <param name="F1">Mean F1, 0 to 1.</param>
public readonly record struct MacroScore(double Precision, double Recall, double F1)
{
    /// <summary>The means over the scores of types; 0 when there are none.</summary>
    public static MacroScore Of(IReadOnlyCollection<EntityScore> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return types.Count == 0
            ? default
            : new MacroScore(types.Average(type => type.Precision), types.Average(type => type.Recall), types.Average(type => type.F1));
    }
}
