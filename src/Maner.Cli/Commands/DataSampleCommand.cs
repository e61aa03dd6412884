using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Training;

namespace Maner.Cli.Commands;

/// <summary><c>maner data sample FILE --count N</c>: the sentences that <c>maner train --train-sample N</c> draws, as a file.</summary>
internal static class DataSampleCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled files; several are joined.", Arity = ArgumentArity.OneOrMore };
        Option<int?> count = StrictNumber.New<int>("--count", "Sentences to draw.");
        count.Required = true;
        Option<ulong> seed = StrictNumber.New("--seed", "Seed of the draw; 1 draws what experiments draw.", 1ul);
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output, or folder of documents." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var to = new WritingFormat("--out");
        var reading = new ReadingOptions();
        var command = new Command("sample", "Draws sentences at random, the same as maner train --train-sample; a smaller draw is part of a larger one.") { files, count, seed, target, overwrite };
        to.AddTo(command);
        reading.AddTo(command);
        command.SetAction(result =>
        {
            int drawn = result.GetValue(count) is { } value and >= 1 ? value : throw new InvalidDataException($"--count: expected at least 1, found {result.GetValue(count)}.");
            OutputFile.RefuseExisting(result.GetValue(target), result.GetValue(overwrite), "--out");
            WantedFormat wanted = to.Of(result, result.GetValue(target), context);
            var set = DataSet.Join(LabelledOutput.ReadAll(result.GetRequiredValue(files), reading.Of(result, requireTags: false), context));
            Write(context, set, drawn, result.GetValue(seed), result.GetValue(target), wanted, result.GetValue(overwrite));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(CliContext context, DataSet set, int count, ulong seed, string? target, WantedFormat wanted, bool overwrite)
    {
        int available = set.Sentences.Count;
        if (count > available)
        {
            context.Error.WriteLine($"Note: --count {count}: there {(available == 1 ? "is" : "are")} only {Counted.Of(available, "sentence")}; all are written.");
        }

        DataSet drawn = count < available ? Subset.Draw(set, count, seed) : set;
        if (target is not null)
        {
            LabelledOutput.Write(target, drawn.Sentences, wanted, set.Path, overwrite, context);
        }
        else
        {
            LabelledOutput.Print(LabelledOutput.Files(drawn.Sentences, wanted, set.Path, context), wanted, context);
        }

        context.Error.WriteLine($"{drawn.Sentences.Count} of {Counted.Of(available, "sentence")}, drawn with seed {seed}.");
    }
}
