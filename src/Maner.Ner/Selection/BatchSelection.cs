namespace Maner.Ner.Selection;

/// <summary>A sentence that was chosen.</summary>
/// <param name="Index">Its number in the pool.</param>
/// <param name="Strategy">By which strategy.</param>
/// <param name="Value">What the strategy expected of it; 0 of one chosen at random.</param>
internal readonly record struct Pick(int Index, string Strategy, double Value)
{
    /// <summary>Whether it was chosen at random, so that scores may count it.</summary>
    public bool IsRandom => Strategy == AllStrategies.Random;
}

/// <summary>Makes a batch: a strategy's choice with a share of random ones, and no near-duplicate of what was chosen or labelled.</summary>
internal static class BatchSelection
{
    /// <summary>The share of random picks in live batches, 20 to 30 %: enough for an honest score.</summary>
    public const double LiveRandomShare = 0.25;

    /// <summary>Chooses the next batch, in the order in which the sentences are to be labelled; random picks are spread evenly over it.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="pool">Candidates that nobody has labelled, in any order.</param>
    /// <param name="context">What else is known.</param>
    /// <param name="firsts">For every sentence the first one that it is a near-duplicate of (<see cref="NearDuplicates"/>), by index.</param>
    /// <param name="labelled">The numbers of labelled sentences, which no near-duplicate of is chosen.</param>
    /// <param name="count">How many.</param>
    /// <param name="randomShare">Share of random picks, 0 to 1.</param>
    /// <returns>At most <paramref name="count"/> picks: fewer where nothing is left but near-duplicates.</returns>
    public static IReadOnlyList<Pick> Choose(
        SelectionStrategy strategy, IReadOnlyList<Candidate> pool, SelectionContext context, IReadOnlyList<int> firsts, IEnumerable<int> labelled, int count, double randomShare)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(context);
        HashSet<int> taken = [.. labelled.Select(index => firsts[index])];
        int random = strategy.Name == AllStrategies.Random ? count : (int)Math.Round(count * randomShare, MidpointRounding.AwayFromZero);

        // Random ones first: what the strategy takes may not decide who is left for them.
        List<Pick> byChance = Take(AllStrategies.Named(AllStrategies.Random), pool, context, firsts, taken, random);
        List<Pick> chosen = Take(strategy, pool, context, firsts, taken, count - byChance.Count);
        var batch = new List<Pick>();
        for (int number = 1, given = 0; number <= byChance.Count + chosen.Count; number++)
        {
            bool isRandom = number * (long)byChance.Count / (byChance.Count + chosen.Count) > given;
            batch.Add(isRandom ? byChance[given++] : chosen[number - 1 - given]);
        }

        return batch;
    }

    private static List<Pick> Take(SelectionStrategy strategy, IReadOnlyList<Candidate> pool, SelectionContext context, IReadOnlyList<int> firsts, HashSet<int> taken, int count)
    {
        var picks = new List<Pick>();
        if (count <= 0)
        {
            return picks;
        }

        Candidate[] left = [.. pool.Where(candidate => candidate.Words > 0 && !taken.Contains(firsts[candidate.Index]))];
        foreach (Candidate candidate in strategy.Order(left, context))
        {
            if (taken.Add(firsts[candidate.Index]))
            {
                picks.Add(new Pick(candidate.Index, strategy.Name, strategy.Value(candidate, context.Time)));
                if (picks.Count == count)
                {
                    break;
                }
            }
        }

        return picks;
    }
}
