using System.CommandLine;
using Maner.Cli.Views;
using Maner.Experiments.Corpora;
using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Training;

namespace Maner.Cli.Options;

/// <summary>The options that name the labelled files of a task.</summary>
internal sealed class TaskDataOptions
{
    private readonly Option<string[]> _folders = Several(
        "--data", "Folder with train.conll and, if there, dev.conll and test.conll; or its name under the data root, such as wikiann/sw. Several are joined.");

    private readonly Option<string[]> _train = Several("--train", "Labelled sentences to learn from; several files are joined, here and below.");
    private readonly Option<string[]> _dev = Several("--dev", "Labelled sentences that choose the best checkpoint.");
    private readonly Option<string[]> _test = Several("--test", "Labelled sentences that are scored at the end.");
    private readonly Option<int?> _limit = StrictNumber.New<int>("--train-limit", "Use only the first N training sentences, of each file.");

    private readonly Option<int?> _sample = StrictNumber.New<int>(
        "--train-sample", "Use only N training sentences, drawn at random from all files together; a smaller draw is part of a larger one.");

    private readonly Option<ulong> _sampleSeed = StrictNumber.New(
        "--sample-seed", "Seed of the draw of --train-sample; 1 draws what experiments draw, whatever the seed of training is.", 1ul);

    private readonly Option<bool> _ownTypes = new("--own-types")
    {
        Description = "Each training file was labelled with no other types in mind than those in it: a word that it has outside entities may be of a type that only other files have.",
    };

    private readonly ReadingOptions _reading = new();

    public void AddTo(Command command)
    {
        command.Add(_folders);
        command.Add(_train);
        command.Add(_dev);
        command.Add(_test);
        command.Add(_limit);
        command.Add(_sample);
        command.Add(_sampleSeed);
        command.Add(_ownTypes);
        _reading.AddTo(command);
        command.AddRule(result =>
        {
            if ((result.GetValue(_folders) is null or []) == (result.GetValue(_train) is null or []))
            {
                result.AddError("Say what to learn from: either --train FILE (with --dev FILE and --test FILE if you have them) or --data DIR.");
            }

            if (result.GetResult(_limit) is not null && result.GetResult(_sample) is not null)
            {
                result.AddError("Give --train-limit N, the first sentences, or --train-sample N, sentences drawn at random; not both.");
            }

            if (result.GetResult(_sampleSeed) is { Implicit: false } && result.GetResult(_sample) is null)
            {
                result.AddError("--sample-seed is for --train-sample, which is not given.");
            }
        });
    }

    /// <summary>Reads the files, and tells on standard error what was fixed or looks wrong.</summary>
    public TaskData Read(ParseResult result, CliContext context)
    {
        foreach (Option<int?> count in new[] { _limit, _sample })
        {
            if (result.GetValue(count) is < 1)
            {
                throw new InvalidDataException($"{count.Name}: expected at least 1, found {result.GetValue(count)}.");
            }
        }

        string[] folders = [.. (result.GetValue(_folders) ?? []).Select(FolderOf)];
        DataSet[] train = ReadAll(_train, DataFolder.TrainFile, result.GetValue(_limit)), dev = ReadAll(_dev, "dev.conll"), test = ReadAll(_test, "test.conll");
        train = result.GetValue(_ownTypes) ? [.. train.Select(set => set.OfOwnTypes())] : train;
        TaskData data = Sample(new TaskData(DataSet.Join(train), dev is [] ? null : DataSet.Join(dev), test is [] ? null : DataSet.Join(test)), result, context).Validated();
        foreach (DataSet set in (DataSet[])[.. train, .. dev, .. test])
        {
            Notices.Write(set, context);
        }

        WarnAboutTask(data, context);
        return data;

        DataSet[] ReadAll(Option<string[]> option, string nameInFolders, int? limit = null)
        {
            IEnumerable<string> files = result.GetValue(option) is { Length: > 0 } named
                ? named
                : folders.Select(folder => Path.Combine(folder, nameInFolders)).Where(file => nameInFolders == DataFolder.TrainFile || File.Exists(file));
            return [.. files.Select(file => LabelledData.Read(file, _reading.Of(result)).First(limit))];
        }
    }

    private TaskData Sample(TaskData data, ParseResult result, CliContext context)
    {
        int available = data.Train.Sentences.Count;
        if (result.GetValue(_sample) is not { } count)
        {
            return data;
        }

        if (count > available)
        {
            context.Error.WriteLine($"Note: --train-sample {count}: there {(available == 1 ? "is" : "are")} only {Counted.Of(available, "training sentence")}; all are used.");
        }

        return count < available ? Subset.OfTrain(data, count, result.GetValue(_sampleSeed)) : data;
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
            context.Error.WriteLine($"Note: {string.Join(", ", types)} occur(s) in dev or test but not in the training data, so no model can learn it.");
        }

        foreach ((string role, DataSet set) in data.Parts.Skip(1))
        {
            int shared = Duplicates.Between(data.Train.Sentences, set.Sentences).Count();
            if (shared > 0)
            {
                context.Error.WriteLine($"Note: {shared} of {Counted.Of(set.Sentences.Count, $"{role} sentence")} {(shared == 1 ? "is" : "are")} also in the training data; scores are given with and without them.");
            }
        }
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
