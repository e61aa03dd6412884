using System.Globalization;
using System.Text;

namespace Maner.Text.Formats.Documents;

/// <summary>Names for the files of formats in which a file is a document.</summary>
internal static class DocumentFiles
{
    /// <summary>A name for each document: what it is called, without what a file's name cannot have, and no name twice.</summary>
    public static string[] NamesOf(IReadOnlyList<OutputDocument> documents)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var names = new string[documents.Count];
        for (int number = 0; number < names.Length; number++)
        {
            string wanted = Safe(documents[number].Id ?? "document");
            names[number] = wanted;
            while (!taken.Add(names[number]))
            {
                counts[wanted] = counts.GetValueOrDefault(wanted, 1) + 1;
                names[number] = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{counts[wanted]}");
            }
        }

        return names;
    }

    private static string Safe(string id)
    {
        var name = new StringBuilder();
        foreach (char letter in id)
        {
            name.Append(char.IsControl(letter) || "/\\:*?\"<>|".Contains(letter, StringComparison.Ordinal) ? '_' : letter);
        }

        string trimmed = name.ToString().Trim(' ', '.');
        return trimmed.Length == 0 ? "document" : trimmed;
    }
}
