using Maner.Text.Sentences;

namespace Maner.Ner.Evaluation;

/// <summary>
/// Pairs gold with predicted entities one to one, so that each entity is counted once. The surest pairs are made first:
/// exact matches, then the same words, then an overlap with the same type, then any overlap; among equals the larger
/// overlap, then the earlier one.
/// </summary>
internal static class EntityPairing
{
    public readonly record struct Pair(ErrorKind Kind, EntitySpan? Gold, EntitySpan? Predicted)
    {
        public int Start => Math.Min(Gold?.Start ?? int.MaxValue, Predicted?.Start ?? int.MaxValue);
    }

    /// <summary>Every entity of both lists in one pair, in reading order.</summary>
    public static List<Pair> Of(IReadOnlyList<EntitySpan> gold, IReadOnlyList<EntitySpan> predicted)
    {
        var pairs = new List<Pair>();
        var freeGold = gold.ToHashSet();
        var freePredicted = predicted.ToHashSet();
        foreach ((ErrorKind kind, EntitySpan goldEntity, EntitySpan predictedEntity) in Candidates(gold, predicted))
        {
            if (freeGold.Contains(goldEntity) && freePredicted.Contains(predictedEntity))
            {
                freeGold.Remove(goldEntity);
                freePredicted.Remove(predictedEntity);
                pairs.Add(new Pair(kind, goldEntity, predictedEntity));
            }
        }

        pairs.AddRange(freeGold.Select(entity => new Pair(ErrorKind.Missed, entity, null)));
        pairs.AddRange(freePredicted.Select(entity => new Pair(ErrorKind.Spurious, null, entity)));
        return [.. pairs.OrderBy(pair => pair.Start).ThenBy(pair => pair.Kind)];
    }

    private static IOrderedEnumerable<(ErrorKind Kind, EntitySpan Gold, EntitySpan Predicted)> Candidates(
        IReadOnlyList<EntitySpan> gold, IReadOnlyList<EntitySpan> predicted) =>
        gold.SelectMany(_ => predicted, (goldEntity, predictedEntity) => (Kind: KindOf(goldEntity, predictedEntity), Gold: goldEntity, Predicted: predictedEntity))
            .Where(pair => Overlap(pair.Gold, pair.Predicted) > 0)
            .OrderBy(pair => pair.Kind)
            .ThenByDescending(pair => Overlap(pair.Gold, pair.Predicted))
            .ThenBy(pair => pair.Gold.Start)
            .ThenBy(pair => pair.Predicted.Start);

    private static ErrorKind KindOf(EntitySpan gold, EntitySpan predicted)
    {
        bool sameType = gold.Type == predicted.Type;
        bool sameWords = gold.Start == predicted.Start && gold.End == predicted.End;
        return (sameWords, sameType) switch
        {
            (true, true) => ErrorKind.Correct,
            (true, false) => ErrorKind.WrongType,
            (false, true) => ErrorKind.WrongBoundary,
            (false, false) => ErrorKind.WrongTypeAndBoundary,
        };
    }

    private static int Overlap(EntitySpan left, EntitySpan right) => Math.Min(left.End, right.End) - Math.Max(left.Start, right.Start);
}
