using Maner.Ner;
using Maner.Ner.Methods;
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

    /// <summary>What becomes of the head of a tagger of another method that training starts from.</summary>
    public static void WriteHead(string encoder, TrainingOptions options, TaskData task, CliContext context)
    {
        if (options.NewHead || TaggerFolder.MethodOfHead(encoder, task.Tags) is not { } method || method.Name == options.Method)
        {
            return;
        }

        context.Error.WriteLine(
            method.HeadName == AllMethods.Named(options.Method).HeadName
                ? $"Note: {encoder} is a tagger of the method {method.Name}, and --method {options.Method} continues its head, which was trained on that method's input. " +
                  "To start with a new head, use --new-head."
                : $"Note: {encoder} is a tagger of the method {method.Name}, of which --method {options.Method} keeps the encoder alone: what its head knows of the tags is lost. " +
                  $"To continue from the head, use --method {method.Name}; to start with a new one without this note, --new-head.");
    }

    /// <summary>A masked-LM loss needs a head, and not every encoder comes with one.</summary>
    public static void WriteMaskedLm(string encoder, TrainingOptions options, CliContext context)
    {
        if (options.MlmWeight > 0 && !TaggerLanguage.HasHead(encoder))
        {
            context.Error.WriteLine(
                $"Note: {encoder} has no masked-LM head, so --mlm-weight trains a new one along, from nothing. Encoders that have their own: mini, and what maner pretrain makes.");
        }
    }

    /// <summary>How much longer self-training takes, before it begins.</summary>
    public static void WriteSelfTraining(TrainingOptions options, TaskData task, CliContext context)
    {
        if (options.SilverProbability > 0 && task.Unlabelled is not null)
        {
            (int tagged, int updates) = SelfTraining.Plan(task, options);
            context.Error.WriteLine(
                $"Self-training: a first tagger learns from {Counted.Of(task.Train.Sentences.Count, "labelled sentence")} in {Counted.Of(updates, "update")} and tags {Counted.Of(tagged, "unlabelled sentence")}; " +
                "a second one learns from the surest of them too, in as many: twice the time. Fewer: --silver-limit, --min-updates.");
        }
    }

    /// <summary>What lists of names have and the training data lacks.</summary>
    public static void WriteLists(TaskData task, CliContext context)
    {
        if (task.ListedTypesNotInTrain is { Count: > 0 } types)
        {
            context.Error.WriteLine(
                $"Note: the lists of names have types that the training data lacks ({string.Join(", ", types.Select(Visible.Quote))}): the CRF learns what such a name says of a word, but no entity is tagged so.");
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
