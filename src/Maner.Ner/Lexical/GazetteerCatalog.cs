using Maner.Text.Repairs;

namespace Maner.Ner.Lexical;

/// <summary>Finds lists of names: files, and the lists that come with the program.</summary>
/// <param name="root">The folder of the lists that come along; it need not exist.</param>
internal sealed class GazetteerCatalog(string root)
{
    /// <summary>No list, not even those of the model to start from.</summary>
    public const string None = "none";

    /// <summary>All lists that come with the program.</summary>
    public const string Bundled = "bundled";

    private const string Ending = ".tsv.gz";

    /// <summary>With the lists of the running program: <c>lists</c> where its assemblies are.</summary>
    public static GazetteerCatalog Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "lists"));

    /// <summary>The names of the lists that come along, in ordinal order.</summary>
    public IReadOnlyList<string> Names =>
        Directory.Exists(root) ? [.. Directory.EnumerateFiles(root, "*" + Ending).Select(file => Path.GetFileName(file)[..^Ending.Length]).Order(StringComparer.Ordinal)] : [];

    /// <summary>Reads lists.</summary>
    /// <param name="sources">Files, names of <see cref="Names"/>, <see cref="Bundled"/>, or <see cref="None"/> alone.</param>
    /// <returns>All their names; null where no source is given, which leaves the choice to the model to start from.</returns>
    /// <exception cref="InvalidDataException">A file is no list of names, or <see cref="None"/> is given with others.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public Gazetteer? Read(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return sources.Count == 0 ? null
            : !sources.Contains(None) ? Gazetteer.Join(sources.SelectMany(Read))
            : sources.Count == 1 ? Gazetteer.Empty
            : throw new InvalidDataException($"{CallerOptions.Gazetteers}: expected '{None}' alone, or lists of names, found both. Leave one out.");
    }

    private IEnumerable<Gazetteer> Read(string source) =>
        source == Bundled && Names is { Count: > 0 } all ? all.Select(ReadBundled)
        : Names.Contains(source, StringComparer.Ordinal) ? [ReadBundled(source)]
        : File.Exists(source) ? [GazetteerFile.Read(source, Gazetteer.OwnList)]
        : throw new FileNotFoundException(
            $"{CallerOptions.Gazetteers} {Visible.Quote(source)}: expected a file of names, '{None}', or lists that come with the program ({(Names.Count == 0 ? "none is there" : string.Join(", ", [Bundled, .. Names]))}), found none. Check the name.", source);

    private Gazetteer ReadBundled(string name) => GazetteerFile.Read(Path.Combine(root, name + Ending), name);
}
