using System.Globalization;
using System.Text;
using Maner.Text.Corpus;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Ner.Lexical;

/// <summary>
/// Lists of names as files: a name, a tab and its type on each line, in UTF-8, packed with gzip or not. Blank lines and lines that begin with <c>#</c> are
/// not read. In a model's folder a second tab and the list's name follow.
/// </summary>
internal static class GazetteerFile
{
    /// <summary>Letters of the longest name. The longest of places that anybody uses has some eighty.</summary>
    public const int LongestName = 200;

    /// <summary>The most names: several times those of all bundled lists, some 200 MB in memory.</summary>
    public const int MostNames = 2_000_000;

    /// <summary>Reads a list of somebody's own, or one that comes with the program.</summary>
    /// <param name="path">The file.</param>
    /// <param name="list">What the list is called.</param>
    /// <exception cref="InvalidDataException">A line is no name with a type, or there is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Gazetteer Read(string path, string list)
    {
        var names = new List<ListedName>();
        foreach ((string[] fields, int line) in Lines(path))
        {
            names.Add(fields.Length == 2 ? Name(fields, list, path, line) : throw Bad(path, line, "a name, a tab and its type", Counted(fields), "Separate the two by one tab."));
            RequireRoom(names, path, line);
        }

        return names.Count > 0 ? Gazetteer.Of(names) : throw new InvalidDataException($"{path}: expected names with their types, a name, a tab and its type on each line, found none. Name another file.");
    }

    /// <summary>Reads the file of a model's folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What the model's description says of it.</param>
    /// <exception cref="InvalidDataException">It is not the file that the model was saved with.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Gazetteer ReadOfModel(string path, string sha256)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: {ModelManifest.FileName} says that the model has this file, found none. Copy the model folder again.", path);
        }

        var names = new List<ListedName>();
        foreach ((string[] fields, int line) in Lines(path, hasComments: false))
        {
            names.Add(fields.Length == 3 && fields[2].Length > 0 ? Name(fields, fields[2], path, line) : throw Bad(path, line, "a name, its type and its list, between tabs", Counted(fields), "Copy the model folder again."));
            RequireRoom(names, path, line);
        }

        var gazetteer = Gazetteer.Of(names);
        return gazetteer.Sha256 == sha256 ? gazetteer : throw new InvalidDataException(
            $"{path}: expected the names that the model was trained with (SHA-256 {sha256[..Math.Min(12, sha256.Length)]}…, gazetteer in {ModelManifest.FileName}), found others ({gazetteer.Sha256[..12]}…). " +
            "Copy the model folder again; to use other names, train with them.");
    }

    /// <summary>The text of the file of a model's folder.</summary>
    public static string Write(Gazetteer gazetteer)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        var text = new StringBuilder();
        foreach (ListedName name in gazetteer.Names)
        {
            text.Append(name.Name).Append('\t').Append(name.Type).Append('\t').Append(name.List).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(string[] Fields, int Line)> Lines(string path, bool hasComments = true)
    {
        using var lines = LineStream.Open(path);
        while (lines.Next() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line) && !(hasComments && line.StartsWith('#')))
            {
                yield return (line.Split('\t'), lines.Number);
            }
        }
    }

    private static ListedName Name(string[] fields, string list, string path, int line)
    {
        string name = LexicalWords.Normalise(string.Join(' ', fields[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))), type = fields[1].Trim();
        if (type.Length == 0 || type == Iob2.Outside || TypeNames.FaultOf(type) is not null)
        {
            throw Bad(path, line, "the name of an entity type behind the tab, such as LOC", Visible.Quote(type), "Write the type that the labelled data has.");
        }

        return NameMatcher.Key(name).Length == 0 ? throw Bad(path, line, "a name with letters or digits before the tab", Visible.Quote(name), "Correct the line, or take it out.")
            : name.Length > LongestName ? throw Bad(path, line, $"a name of at most {LongestName} letters", string.Create(CultureInfo.InvariantCulture, $"one of {name.Length}"), "Correct the line, or take it out.")
            : new ListedName(name, type, list);
    }

    private static void RequireRoom(List<ListedName> names, string path, int line)
    {
        if (names.Count > MostNames)
        {
            throw Bad(path, line, $"at most {MostNames} names", "more", "Keep those that occur in your texts.");
        }
    }

    private static string Counted(string[] fields) => fields.Length == 1 ? $"no tab ({Visible.Quote(fields[0])})" : $"{fields.Length} fields";

    private static InvalidDataException Bad(string path, int line, string expected, string found, string advice) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: expected {expected}, found {found}. {advice}"));
}
