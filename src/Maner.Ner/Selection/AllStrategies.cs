namespace Maner.Ner.Selection;

/// <summary>The strategies by name: the one list that options, experiment files, reports and the workbench read.</summary>
internal static class AllStrategies
{
    /// <summary>What others are compared with, and what every live batch has a share of.</summary>
    public const string Random = "random";

    /// <summary>The strategies in the order in which reports show them.</summary>
    public static IReadOnlyList<SelectionStrategy> List { get; } =
        [new RandomStrategy(), new MnlpStrategy(), new LowestTagStrategy(), new EntityRateStrategy(), new DiverseStrategy(), new DisagreementStrategy()];

    /// <summary>The strategy of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static SelectionStrategy Named(string name) => List.FirstOrDefault(strategy => strategy.Name == name)
        ?? throw new InvalidDataException($"Selection strategy: expected one of {string.Join(", ", List.Select(strategy => strategy.Name))}, found '{name}'. Correct the name.");
}
