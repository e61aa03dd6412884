namespace Maner.Ner.Methods;

/// <summary>The methods there are. A new one is a class and a line here.</summary>
internal static class AllMethods
{
    /// <summary>The methods in the order of the paper's tables.</summary>
    public static IReadOnlyList<Method> List { get; } = [new TokenMethod(), new RandomMaskMethod(), new ManerMethod(), new RandMethod()];

    /// <summary>The method of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Method Named(string name) =>
        List.FirstOrDefault(method => method.Name == name)
        ?? throw new InvalidDataException($"There is no method '{name}'. Known: {string.Join(", ", List.Select(method => method.Name))}.");
}
