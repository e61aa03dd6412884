using Maner.Text.Formats;

namespace Maner.Web.Workbench;

/// <summary>Names of exported files.</summary>
internal static class ExportNames
{
    /// <summary>
    /// One file has the name; documents that are a file each have their own, in a folder of the name. In an archive a name of a document may lead nowhere else.
    /// </summary>
    public static IEnumerable<(string Name, WrittenFile File)> Of(IReadOnlyList<WrittenFile> files, string name)
    {
        bool isOne = files.All(file => file.Document == files[0].Document);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (WrittenFile file in files)
        {
            string stem = isOne ? name : $"{name}/{Safe(file.Document ?? "document")}";
            string full = stem + file.Extension;
            for (int number = 2; !taken.Add(full); number++)
            {
                full = FormattableString.Invariant($"{stem}-{number}{file.Extension}");
            }

            yield return (full, file);
        }
    }

    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsControl(letter) || "/\\:*?\"<>|".Contains(letter, StringComparison.Ordinal) ? '_' : letter)).TrimStart('.') is { Length: > 0 } safe ? safe : "document";
}
