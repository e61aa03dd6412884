using System.Text;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Cli.Views;

/// <summary>Labelled sentences that a command writes, in any format, and what was noticed while reading those that it writes from.</summary>
internal static class LabelledOutput
{
    /// <summary>Writes a file, or a folder of documents; what the format cannot hold is told.</summary>
    /// <param name="target">The file or folder.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="wanted">The format.</param>
    /// <param name="sources">Where the sentences are from, for messages.</param>
    /// <param name="overwrite">Whether files are replaced.</param>
    /// <param name="context">Takes what is lost.</param>
    /// <exception cref="InvalidDataException">The format cannot hold something and nothing near it.</exception>
    public static void Write(string target, IReadOnlyList<Sentence> sentences, WantedFormat wanted, string sources, bool overwrite, CliContext context) =>
        WrittenFiles.Save(Files(sentences, wanted, sources, context), wanted.Format.Name, target, overwrite);

    /// <summary>The files that hold the sentences; what the format cannot hold is told.</summary>
    public static IReadOnlyList<WrittenFile> Files(IReadOnlyList<Sentence> sentences, WantedFormat wanted, string sources, CliContext context)
    {
        var losses = new RepairLog(sources);
        IReadOnlyList<WrittenFile> files = wanted.Format.Writer!.Write(sentences, new WritingOptions { Scheme = wanted.Scheme }, losses);
        foreach (Repair loss in losses.Repairs)
        {
            context.Error.WriteLine(loss);
        }

        return files;
    }

    /// <summary>Writes to standard output what is one file.</summary>
    /// <exception cref="InvalidDataException">The format has several files.</exception>
    public static void Print(IReadOnlyList<WrittenFile> files, WantedFormat wanted, CliContext context)
    {
        if (files is not [var file])
        {
            throw new InvalidDataException($"--to {wanted.Format.Name}: expected a folder for its files, found standard output. Name one.");
        }

        using var stream = new MemoryStream();
        file.Write(stream);
        context.Out.Write(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Reads files, each with its notices; documents of the same name in two of them get names of their own.</summary>
    public static DataSet[] ReadAll(IEnumerable<string> files, LabelledDataOptions options, CliContext context)
    {
        DataSet[] sets = Documents.NamedApart([.. files.Select(file => LabelledData.Read(file, options))]);
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
