using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Training;

namespace Maner.Cli.Commands;

/// <summary><c>maner compare</c>: methods side by side on the same data, seeds and number of updates.</summary>
internal static class CompareCommand
{
    private const string ResultFile = "comparison.json";

    public static Command Create(CliContext context)
    {
        var data = new TaskDataOptions();
        var training = new TrainingOptionsBinding(ofOneRun: false);
        var threads = new ThreadsOption();
        Option<string> encoder = ModelOptions.Encoder(ModelOptions.LanguageModel);
        var seeds = new Option<string>("--seeds") { Description = "How many seeds (3 is 1, 2 and 3), or the seeds themselves: 1,2,3.", DefaultValueFactory = _ => "3" };
        var methods = new Option<string>("--methods")
        {
            Description = "The methods, separated by commas; the others are tested against maner, or the first where maner is not among them.",
            DefaultValueFactory = _ => string.Join(',', AllMethods.List.Select(method => method.Name)),
        };
        var json = new Option<bool>("--json") { Description = "Write the results as JSON." };
        var output = new Option<string?>("--out") { Description = $"Folder for {ResultFile}, the results of every run; must be new or empty." };
        var command = new Command("compare", "Train and score several methods on the same data, seeds and number of updates.");
        data.AddTo(command);
        foreach (Option option in new Option[] { encoder, seeds, methods, json, output })
        {
            command.Add(option);
        }

        training.AddTo(command);
        threads.AddTo(command);
        command.SetAction(result =>
        {
            string[] names = Methods(result.GetRequiredValue(methods));
            ulong[] seedNumbers = Seeds(result.GetRequiredValue(seeds));
            TrainingOptions options = training.Of(result, context) with { Method = names[0] };
            string encoderFolder = context.Models.Find(result.GetRequiredValue(encoder));
            TaskData task = data.Read(result, context);
            names.ToList().ForEach(name => Notices.WriteHead(encoderFolder, options with { Method = name }, task, context));
            using Workers workers = threads.Start(result);
            CancellationToken cancellation = context.TakeOverInterrupts();
            int done = 0;
            (ComparisonReport report, IOException? unsaved) = Into(result.GetValue(output), () => MethodComparison.Run(
                task, encoderFolder, options, names, seedNumbers, workers,
                run => context.Error.WriteLine(ComparisonView.Line(run, ++done, names.Length * seedNumbers.Length)),
                cancellation));
            int seedsDone = report.Runs.Count / names.Length;
            if (seedsDone < seedNumbers.Length)
            {
                context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Interrupted: this is over {seedsDone} of {seedNumbers.Length} seeds, those that every method has."));
            }

            if (result.GetValue(json))
            {
                context.Out.WriteLine(report.ToJson());
            }
            else
            {
                ComparisonView.Write(context, report);
            }

            if (unsaved is not null)
            {
                // What hours of training found is on the screen; the file is not.
                context.Error.WriteLine($"{unsaved.Message} The results above are whole{(result.GetValue(json) ? "" : $"; what {ResultFile} would hold follows")}.");
                if (!result.GetValue(json))
                {
                    context.Error.WriteLine(report.ToJson());
                }

                return ExitCode.BadInput;
            }

            return seedsDone < seedNumbers.Length ? ExitCode.No : ExitCode.Success;
        });
        return command;
    }

    /// <summary>Runs, and saves the result; the folder is tried before hours of work go into what could not be saved.</summary>
    /// <returns>The report, and why it could not be saved; null where it was, or was not to be.</returns>
    private static (ComparisonReport Report, IOException? Unsaved) Into(string? folder, Func<ComparisonReport> run)
    {
        if (folder is null)
        {
            return (run(), null);
        }

        bool existed = Directory.Exists(folder);
        OutputFolder.Create(folder);
        try
        {
            ComparisonReport report = run();
            try
            {
                AtomicFile.WriteAllText(Path.Combine(folder, ResultFile), report.ToJson() + "\n");
            }
            catch (IOException error)
            {
                return (report, error);
            }

            return (report, null);
        }
        catch when (!existed)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static string[] Methods(string list)
    {
        string[] names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => AllMethods.Named(name).Name)];
        return names.Length > 0 && names.Distinct().Count() == names.Length
            ? names
            : throw new InvalidDataException($"--methods: expected the names of methods, each once, found '{list}'.");
    }

    private static ulong[] Seeds(string list)
    {
        const int Most = 1000;
        if (int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= Most)
        {
            return [.. Enumerable.Range(1, count).Select(seed => (ulong)seed)];
        }

        ulong[] seeds = [.. list.Split(',').Select(Parse)];
        return seeds.Length > 1 && seeds.Distinct().Count() == seeds.Length ? seeds : throw Refusal();

        ulong Parse(string seed) =>
            ulong.TryParse(seed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : throw Refusal();

        InvalidDataException Refusal() => new($"--seeds: expected a number from 1 to {Most}, or different seeds separated by commas, found '{list}'. For example: --seeds 1,2,3");
    }
}
