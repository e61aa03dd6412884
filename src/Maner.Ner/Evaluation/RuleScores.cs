using Maner.Text.Sentences;

namespace Maner.Ner.Evaluation;

/// <summary>The scores of a set of sentences under one <see cref="SpanRule"/>.</summary>
/// <param name="Micro">All types together: the figure that papers call F1.</param>
/// <param name="Macro">The unweighted mean over types.</param>
/// <param name="Types">Each type that gold or prediction has, in ordinal order.</param>
/// <param name="F1Interval">Bootstrap interval of the micro F1; null when none was asked for.</param>
public sealed record RuleScores(
    EntityScore Micro,
    MacroScore Macro,
    IReadOnlyDictionary<string, EntityScore> Types,
    Interval? F1Interval = null)
{
    /// <summary>Scores sentences.</summary>
    internal static RuleScores Of(IEnumerable<EvaluatedSentence> sentences, SpanRule rule)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        EntityScore micro = default;
        var types = new SortedDictionary<string, EntityScore>(StringComparer.Ordinal);
        foreach (EvaluatedSentence sentence in sentences)
        {
            var gold = sentence.GoldEntities.ToHashSet();
            foreach (EntitySpan entity in sentence.GoldEntities)
            {
                Add(entity.Type, new EntityScore(0, 0, 1));
            }

            foreach (EntitySpan entity in sentence.PredictedEntities(rule))
            {
                Add(entity.Type, new EntityScore(gold.Contains(entity) ? 1 : 0, 1, 0));
            }
        }

        return new RuleScores(micro, MacroScore.Of(types.Values), types);

        void Add(string type, EntityScore score)
        {
            micro += score;
            types[type] = types.GetValueOrDefault(type) + score;
        }
    }
}
