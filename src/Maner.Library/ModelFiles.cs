using Maner.Model.Storage;
using Maner.Ner;

namespace Maner;

/// <summary>The files of a model folder, as files.</summary>
internal static class ModelFiles
{
    /// <summary>Copies a model into a new or empty folder, <c>config.json</c> last: a folder without it does not load, so half a copy is never taken for a model.</summary>
    /// <exception cref="IOException">The folder has files already, or cannot be written.</exception>
    public static void Copy(string from, string to)
    {
        OutputFolder.Create(to);
        IEnumerable<string> files = Directory.EnumerateFiles(from).Select(Path.GetFileName).OfType<string>()
            .Where(name => !name.StartsWith('.'))
            .OrderBy(name => name == TaggerFolder.ConfigFile).ThenBy(name => name, StringComparer.Ordinal);
        foreach (string name in files)
        {
            using FileStream source = File.OpenRead(Path.Combine(from, name));
            AtomicFile.Write(Path.Combine(to, name), target => source.CopyTo(target));
        }
    }
}
