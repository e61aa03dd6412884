namespace Maner.Ner;

/// <summary>A place where models have names: folders of the disk, the models that come with the program, a hub. Thread-safe.</summary>
internal interface IModelSource
{
    /// <summary>What a name in this place is, for messages: "a folder with …".</summary>
    string Description { get; }

    /// <summary>The folder of a model.</summary>
    /// <param name="name">The name.</param>
    /// <returns>An existing folder; null when this place has no model of that name.</returns>
    string? Find(string name);
}
