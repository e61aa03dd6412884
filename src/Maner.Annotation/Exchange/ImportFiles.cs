using Maner.Text.Formats.Brat;

namespace Maner.Annotation.Exchange;

/// <summary>Finds the files that a name on the command line means.</summary>
internal static class ImportFiles
{
    /// <summary>The files to import: the file itself, or all of a folder in the order of their names. A text with brat's annotations beside it is named by these.</summary>
    /// <exception cref="InvalidDataException">The folder is empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<string> Of(string path)
    {
        if (Directory.Exists(path))
        {
            string[] all = [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file)[0] != '.')];
            return all.Length == 0
                ? throw new InvalidDataException($"{path}: expected files in the folder, found none. Name the folder or the files that hold the text.")
                : all.Where(file => !(Path.GetExtension(file) == BratFormat.TextExtension && File.Exists(Path.ChangeExtension(file, BratFormat.Annotations))));
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected a file of text or labelled sentences, found no such file. Check the name.", path);
        }

        // A text with brat's annotations beside it is brat's, by whichever of the two it is named.
        string annotations = Path.ChangeExtension(path, BratFormat.Annotations);
        return [Path.GetExtension(path) == BratFormat.TextExtension && File.Exists(annotations) ? annotations : path];
    }
}
