using Maner.Model.Storage;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Cli.Views;

/// <summary>Labelled sentences that a command writes, as CoNLL, and what was noticed while reading those that it writes from.</summary>
internal static class LabelledOutput
{
    /// <summary>Writes a file.</summary>
    /// <exception cref="InvalidDataException">A word cannot be written in CoNLL.</exception>
    public static void Write(string path, IReadOnlyList<Sentence> sentences) => AtomicFile.Write(path, stream => ConllWriter.Write(stream, sentences));

    /// <summary>Reads files, each with its notices.</summary>
    public static DataSet[] ReadAll(IEnumerable<string> files, LabelledDataOptions options, CliContext context)
    {
        DataSet[] sets = [.. files.Select(file => LabelledData.Read(file, options))];
        foreach (DataSet set in sets)
        {
            // Repeated sentences are what these commands are about: they report them themselves.
            Notices.Write(set with { Repairs = [.. set.Repairs.Where(repair => repair.Kind != RepairKind.DuplicateSentence)] }, context);
        }

        return sets;
    }

    /// <summary>Where a sentence is, for messages.</summary>
    public static string Place(string path, Sentence sentence) => $"{path}:{sentence.Line}";

    /// <summary>Whether two sentences have the same entities.</summary>
    public static bool HaveSameEntities(Sentence one, Sentence other) => (one.Entities ?? []).SequenceEqual(other.Entities ?? []) && (one.Entities is null == other.Entities is null);
}
