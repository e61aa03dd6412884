using Maner.Ner;
using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Training;

namespace Maner.Cli.Views;

/// <summary>What was noticed while reading a file that a command then works with: nothing is fixed in silence.</summary>
internal static class Notices
{
    private const int Shown = 3;

    /// <summary>What a tagger of another program is taken for, since no manifest says how it tags.</summary>
    public static void WriteModel(string folder, CliContext context)
    {
        if (!File.Exists(Path.Combine(folder, ModelManifest.FileName)))
        {
            context.Error.WriteLine(
                $"Note: {folder} has no {ModelManifest.FileName}, so it is read as a token classifier of another program: " +
                "each word's label is that of its first piece, the most probable one (argmax).");
        }
    }

    /// <summary>What training leaves behind of a tagger that it starts from: a head of another method is of no use to this one.</summary>
    public static void WriteHead(string encoder, TrainingOptions options, TaskData task, CliContext context)
    {
        if (!options.NewHead && TaggerFolder.MethodOfHead(encoder, task.Tags) is { } method && method != options.Method)
        {
            context.Error.WriteLine(
                $"Note: {encoder} is a tagger of the method {method}, of which --method {options.Method} keeps the encoder alone: what its head knows of the tags is lost. " +
                $"To continue from the head, use --method {method}; to start with a new one without this note, --new-head.");
        }
    }

    public static void Write(DataSet set, CliContext context)
    {
        foreach (string assumption in set.Assumptions)
        {
            context.Error.WriteLine($"Note: {set.Path}: {Flags.InText(assumption)}");
        }

        Write(set.Repairs, set.Path, context);
    }

    /// <summary>Of each kind of repair the first ones.</summary>
    public static void Write(IReadOnlyList<Repair> repairs, string path, CliContext context)
    {
        // Of each kind some: three repeated sentences must not hide a tag that was read as another.
        foreach (IGrouping<RepairKind, Repair> kind in repairs.GroupBy(repair => repair.Kind))
        {
            foreach (Repair repair in kind.Take(Shown))
            {
                context.Error.WriteLine($"Note: {Flags.InText(repair.ToString())}");
            }

            if (kind.Count() > Shown)
            {
                context.Error.WriteLine($"Note: {path}: {kind.Count() - Shown} more of the kind; see them all with: maner data check {path}");
            }
        }
    }
}
