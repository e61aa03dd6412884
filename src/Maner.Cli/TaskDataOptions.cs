using System.CommandLine;
using Maner.Experiments.Corpora;
using Maner.Text.Data;
using Maner.Training;

namespace Maner.Cli;

/// <summary>The options that name the labelled files of a task.</summary>
internal sealed class TaskDataOptions
{
    private readonly Option<string?> _folder = new("--data")
    {
        Description = "Folder with train.conll and, if there, dev.conll and test.conll; or its name under the data root, such as wikiann/sw.",
    };
    private readonly Option<string?> _train = new("--train") { Description = "Labelled sentences to learn from." };
    private readonly Option<string?> _dev = new("--dev") { Description = "Labelled sentences that choose the best checkpoint." };
    private readonly Option<string?> _test = new("--test") { Description = "Labelled sentences that are scored at the end." };
    private readonly Option<int?> _limit = new("--train-limit") { Description = "Use only the first N training sentences." };
    private readonly ReadingOptions _reading = new();

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_train);
        command.Add(_dev);
        command.Add(_test);
        command.Add(_limit);
        _reading.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(_folder) is null) == (result.GetValue(_train) is null))
            {
                result.AddError("Say what to learn from: either --train FILE (with --dev FILE and --test FILE if you have them) or --data DIR.");
            }
        });
    }

    /// <summary>Reads the files, and tells on standard error what was mended or looks amiss.</summary>
    public TaskData Read(ParseResult result, CliContext context)
    {
        string? folder = result.GetValue(_folder) is { } named ? FolderOf(named) : null;
        string train = result.GetValue(_train) ?? Path.Combine(folder!, DataFolder.TrainFile);

        if (result.GetValue(_limit) is < 1)
        {
            throw new InvalidDataException($"--train-limit: expected at least 1, found {result.GetValue(_limit)}.");
        }

        TaskData data = TaskData.Read(
            train, result.GetValue(_dev) ?? InFolder(folder, "dev.conll"), result.GetValue(_test) ?? InFolder(folder, "test.conll"), _reading.Of(result))
            .WithTrainLimit(result.GetValue(_limit));
        foreach ((_, DataSet set) in data.Parts)
        {
            Notices.Write(set, context);
        }

        WarnAboutTask(data, context);
        return data;
    }

    private static string FolderOf(string named)
    {
        DataRoot root = DataRoot.FromEnvironment;
        return Directory.Exists(named)
            ? named
            : root.Find(named)?.Path ?? throw new DirectoryNotFoundException(
                $"{named}: expected a folder with {DataFolder.TrainFile}, found no such folder, nor one of that name under the data root '{root.Path}'. " +
                $"Check --data and {DataRoot.Variable}, or see what is there with: maner data list");
    }

    private static void WarnAboutTask(TaskData data, CliContext context)
    {
        if (data.TypesNotInTrain is { Count: > 0 } types)
        {
            context.Error.WriteLine($"Note: {string.Join(", ", types)} stand(s) in dev or test but not in the training data, so no model can learn it.");
        }

        foreach ((string role, DataSet set) in data.Parts.Skip(1))
        {
            int shared = Duplicates.Between(data.Train.Sentences, set.Sentences).Count();
            if (shared > 0)
            {
                context.Error.WriteLine($"Note: {shared} of {set.Sentences.Count} {role} sentences also stand in the training data; scores are given with and without them.");
            }
        }
    }

    private static string? InFolder(string? folder, string name) =>
        folder is not null && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
}
