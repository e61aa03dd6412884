using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Cli.Commands;

/// <summary><c>maner data convert IN… OUT</c>: writes labelled files in another scheme or format.</summary>
internal static class DataConvertCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("IN... OUT") { Description = "The files or folders to read, and behind them the file or folder to write, or '-' for standard output.", Arity = new ArgumentArity(2, 100_000) };
        var to = new WritingFormat("OUT");
        Option<string?> format = new Option<string?>("--format") { Description = "The format to write; the same as --to." }.AcceptOnlyFromAmong([.. SentenceFormats.WrittenNames]);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace OUT if it exists." };
        var reading = new ReadingOptions();
        var command = new Command("convert", "Writes labelled files in another format or tag scheme. What was fixed or lost is told on standard error.") { files, format, overwrite };
        to.AddTo(command);
        reading.AddTo(command);
        command.SetAction(result =>
        {
            string[] named = result.GetRequiredValue(files);
            if (File.Exists(named[^1]) && !result.GetValue(overwrite))
            {
                throw new IOException($"{named[^1]}: expected no such file yet, found one. Choose another name, or replace it with --overwrite.");
            }

            Run(context, named[..^1], named[^1], reading.Of(result), to.Of(result, named[^1] == "-" ? null : named[^1], context, result.GetValue(format)), result.GetValue(overwrite));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Run(CliContext context, string[] sources, string target, LabelledDataOptions options, WantedFormat wanted, bool overwrite)
    {
        (ISentenceFormat format, TagScheme to) = wanted;
        DataSet[] sets = Documents.NamedApart([.. sources.Select(source => LabelledData.Read(source, options))]);
        var losses = new RepairLog(string.Join(", ", sources));
        DataSet all = DataSet.Join(sets);
        IReadOnlyList<WrittenFile> files = format.Writer!.Write(all.Sentences, new WritingOptions { Scheme = to }, losses);
        if (options.Strict)
        {
            losses.RefuseAll();
        }

        if (target == "-")
        {
            LabelledOutput.Print(files, wanted, context);
        }
        else
        {
            WrittenFiles.Save(files, format.Name, target, overwrite);
        }

        foreach (DataSet set in sets)
        {
            Report(context, set, to);
        }

        foreach (Repair loss in losses.Repairs)
        {
            context.Error.WriteLine(loss);
        }

        string documents = files.Count > 1 ? FormattableString.Invariant($", {files.Count} files") : "";
        (target == "-" ? context.Error : context.Out).WriteLine($"{target}: {Counted.Of(all.Sentences.Count, "sentence")} ({wanted.Name}{documents})");
    }

    private static void Report(CliContext context, DataSet set, TagScheme to)
    {
        foreach (string assumption in set.Assumptions)
        {
            context.Error.WriteLine($"{set.Path}: note: {Flags.InText(assumption)}");
        }

        foreach (Repair repair in set.Repairs)
        {
            context.Error.WriteLine(Flags.InText(repair.ToString()));
        }

        int joined = to == TagScheme.Io ? set.Sentences.Sum(sentence => TagSchemes.CountJoinedByIo(sentence.Entities ?? [])) : 0;
        if (joined > 0)
        {
            context.Error.WriteLine($"{set.Path}: note: {(joined == 1 ? "1 entity directly follows" : $"{joined} entities directly follow")} another of the same type; the scheme io joins them.");
        }
    }
}
