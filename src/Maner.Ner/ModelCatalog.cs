namespace Maner.Ner;

/// <summary>
/// Where models are looked up by name, encoders and taggers alike: several places, of which the first that knows a name is right. Thread-safe.
/// </summary>
/// <param name="sources">The places, in the order in which they are asked.</param>
internal sealed class ModelCatalog(params IReadOnlyList<IModelSource> sources)
{
    /// <summary>Folders first, then the models that come with the program.</summary>
    public static ModelCatalog Default { get; } = new(new FolderSource(), BundledSource.OfProgram);

    /// <summary>The folder of a model. Whether the files in it are what the caller needs is for their reader to say.</summary>
    /// <param name="name">The path of a folder, or a name that one of the places knows.</param>
    /// <returns>An existing folder.</returns>
    /// <exception cref="DirectoryNotFoundException">No place has a model of that name.</exception>
    public string Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (IModelSource source in sources)
        {
            if (source.Find(name) is { } folder)
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException(
            $"Model '{name}': expected {string.Join(", or ", sources.Select(source => source.Description))}, found none. Check the name.");
    }
}
