using Maner.Ner.Methods;
using Maner.Ner.Selection;

namespace Maner.Experiments.Plans;

/// <summary>Reads what a block of kind <c>active-learning</c> has besides its grid.</summary>
internal static class SimulationReader
{
    /// <summary>The kind's name in files.</summary>
    public const string Kind = "active-learning";

    /// <summary>Where models are scored, if the file does not say.</summary>
    public static IReadOnlyList<int?> DefaultSizes { get; } = [10, 20, 50, 100, 200, 500];

    private const int SeedSet = 10, SmallBatch = 10, LargeBatch = 20, LargeFrom = 100;

    /// <summary>Reads the keys; the defaults are a protocol: a seed set of 10 at random, batches of 10, of 20 after 100, every batch the strategy's own choice.</summary>
    public static SimulationBlock Read(YamlMap block, IReadOnlyList<int?> sizes, string size)
    {
        if (sizes.Contains(null))
        {
            throw block.Error(size, "numbers of sentences at which models are scored", $"'{Block.WholeSize}'", "For example: sizes: [10, 20, 50, 100, 200]");
        }

        int[] scored = [.. sizes.OfType<int>().Order()];
        int[] rounds = block.Numbers<int>("rounds", "numbers of labelled sentences") is { } named
            ? [.. named.Union(scored).Order()]
            : [.. Protocol(scored[^1]).Union(scored).Order()];
        if (rounds[0] < 1 || rounds[^1] > scored[^1])
        {
            throw block.Error("rounds", $"numbers of sentences from 1 to {scored[^1]}, the last of the sizes,", $"{string.Join(", ", rounds)}", "Score a model after the last round, or leave the round out.");
        }

        string[] strategies = [.. AllStrategies.List.Select(strategy => strategy.Name)], reusers = [.. AllMethods.List.Select(method => method.Name), SimulationKey.Crf];
        double share = block.Number("random-share") ?? 0;
        int? pool = block.Numbers<int>("pool-sentences", "a number of sentences") is { } most ? most[0] : null;
        return new SimulationBlock(
            Among(block, "strategies", strategies) ?? throw block.Error("strategies", $"'strategies' in {block.Name}", "none", $"For example: strategies: [{string.Join(", ", strategies)}]"),
            rounds,
            pool is null or > 0 ? pool : throw block.Error("pool-sentences", "a number of sentences above 0", $"{pool}", "Leave the key out to choose from all."),
            share is >= 0 and < 1 ? share : throw block.Error("random-share", "a share from 0 up to, but not, 1", FormattableString.Invariant($"{share}"), "0.25 is the workbench's share."),
            Among(block, "reuse", reusers) ?? []);
    }

    /// <summary>The rounds of the protocol up to a number of sentences.</summary>
    public static IEnumerable<int> Protocol(int last)
    {
        for (int sentences = SeedSet; sentences <= last; sentences += sentences < LargeFrom ? SmallBatch : LargeBatch)
        {
            yield return sentences;
        }
    }

    private static IReadOnlyList<string>? Among(YamlMap block, string key, string[] known)
    {
        IReadOnlyList<string>? texts = block.Texts(key);
        return texts?.FirstOrDefault(text => !known.Contains(text)) is { } unknown
            ? throw block.Error(key, $"'{key}' among {string.Join(", ", known)}", $"'{unknown}'", "Correct the name.")
            : texts is null || texts.Distinct().Count() == texts.Count ? texts : throw block.Error(key, $"every value of '{key}' once", "one twice", "Remove it.");
    }
}
