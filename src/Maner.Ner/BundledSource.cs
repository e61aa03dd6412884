namespace Maner.Ner;

/// <summary>The models that come with the program: the folders in one folder, by their plain names.</summary>
/// <param name="root">The folder that has them; it need not exist.</param>
internal sealed class BundledSource(string root) : IModelSource
{
    /// <summary>Those of the running program: <c>models</c> where its assemblies are.</summary>
    public static BundledSource OfProgram { get; } = new(Path.Combine(AppContext.BaseDirectory, "models"));

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyList<string> Names =>
        Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public string Description => $"the name of a bundled model ({(Names is { Count: > 0 } names ? string.Join(", ", names) : "none is there")})";

    /// <inheritdoc/>
    public string? Find(string name) => Names.Contains(name, StringComparer.Ordinal) ? Path.Combine(root, name) : null; // a name, never a path: "..", "" are none
}
