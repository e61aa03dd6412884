using Maner.Model.Storage;

namespace Maner.Ner;

/// <summary>Models by the path of their folder, relative to the working directory or absolute.</summary>
internal sealed class FolderSource : IModelSource
{
    /// <inheritdoc/>
    public string Description => $"a folder with {TaggerFolder.ConfigFile}, weights and a tokenizer";

    /// <inheritdoc/>
    public string? Find(string name)
    {
        if (!Directory.Exists(name))
        {
            return null;
        }

        FolderSave.Finish(name);
        RegularFile.RequireIn(name); // before anybody opens one
        return name;
    }
}
