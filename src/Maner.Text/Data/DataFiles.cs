using Maner.Text.Formats;
using Maner.Text.Formats.Brat;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;

namespace Maner.Text.Data;

/// <summary>The files of a folder that hold sentences.</summary>
internal static class DataFiles
{
    /// <summary>Reads all files of a folder with a known format; those that are left out are named.</summary>
    /// <exception cref="InvalidDataException">There is no such file in it, or one cannot be read.</exception>
    public static DataSet ReadFolder(string folder, LabelledDataOptions? options)
    {
        string[] all = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        string[] read = [.. all.Where(IsKnown)];
        string[] others = [.. all.Except(read).Where(file => !IsTextOfBrat(file)).Select(file => Path.GetFileName(file)!)];
        if (read.Length == 0)
        {
            string found = others.Length > 0 ? $"only {string.Join(", ", others.Take(5).Select(Visible.Quote))}" : Directory.EnumerateDirectories(folder).Any() ? "only folders" : "nothing";
            throw new InvalidDataException($"{folder}: expected files of sentences in the folder ({string.Join(", ", Extensions)}), found {found}. Name the folder or the files that hold them.");
        }

        DataSet[] sets = [.. read.Select(file => LabelledData.Read(file, options))];
        string note = others.Length == 0 ? "" : $"Left out, as no format goes by their extensions: {string.Join(", ", others)}.";
        DataSet joined = DataSet.Join(sets) with { Path = folder };
        return note.Length == 0 ? joined : joined with { Assumptions = [.. joined.Assumptions, note] };
    }

    private static IEnumerable<string> Extensions => SentenceFormats.All.SelectMany(format => format.Extensions).Order(StringComparer.Ordinal);

    private static bool IsKnown(string file) => SentenceFormats.OfExtension(file) is not null && Path.GetFileName(file)[0] != '.';

    private static bool IsTextOfBrat(string file) => Path.GetExtension(file) == BratFormat.TextExtension && File.Exists(Path.ChangeExtension(file, BratFormat.Annotations));
}
