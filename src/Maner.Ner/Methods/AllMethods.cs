namespace Maner.Ner.Methods;

/// <summary>The methods there are. A new one is a class and a line here.</summary>
internal static class AllMethods
{
    /// <summary>The paper's methods in the order of its tables.</summary>
    public static IReadOnlyList<Method> OfThePaper { get; } = [new TokenMethod(), new RandomMaskMethod(), new ManerMethod(), new RandMethod()];

    /// <summary>All methods: the paper's, then those that are not in it.</summary>
    public static IReadOnlyList<Method> List { get; } =
        [.. OfThePaper, new MeanMethod(), new SumMethod(), new InPlaceMethod(), new HiddenMethod(), new HiddenInPlaceMethod()];

    /// <summary>The method of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Method Named(string name) =>
        List.FirstOrDefault(method => method.Name == name)
        ?? throw new InvalidDataException($"There is no method '{name}'. Known: {string.Join(", ", List.Select(method => method.Name))}.");
}
