using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Cli.Commands;

/// <summary><c>maner data convert IN OUT</c>: writes a labelled file in another scheme or form.</summary>
internal static class DataConvertCommand
{
    public static Command Create(CliContext context)
    {
        var source = new Argument<string>("IN") { Description = "The file to read." };
        var target = new Argument<string>("OUT") { Description = "The file to write." };
        Option<string> to = new Option<string>("--to") { Description = "The tag scheme to write.", DefaultValueFactory = _ => "iob2" }
            .AcceptOnlyFromAmong([.. TagSchemes.Names, .. TagSchemes.OtherNames]);
        Option<string?> format = new Option<string?>("--format") { Description = "The form to write (default: what OUT's extension says, else conll)." }
            .AcceptOnlyFromAmong([.. DataFormats.Names]);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace OUT if it exists." };
        var reading = new ReadingOptions();
        var command = new Command("convert", "Writes a labelled file in another tag scheme or format. What was fixed is told on standard error.")
        {
            source, target, to, format, overwrite,
        };
        reading.AddTo(command);
        command.SetAction(result => Run(context, result.GetRequiredValue(source), result.GetRequiredValue(target), reading.Of(result),
            TagSchemes.Parse(result.GetRequiredValue(to)), result.GetValue(format) is string name ? DataFormats.Parse(name) : null, result.GetValue(overwrite)));
        return command;
    }

    private static int Run(CliContext context, string source, string target, LabelledDataOptions options, TagScheme to, DataFormat? format, bool overwrite)
    {
        if (File.Exists(target) && !overwrite)
        {
            throw new IOException($"{target}: expected no such file yet, found one. Choose another name, or replace it with --overwrite.");
        }

        DataSet set = LabelledData.Read(source, options);
        DataFormat written = format ?? DataFormats.OfExtension(target) ?? DataFormat.Conll;
        AtomicFile.Write(target, stream =>
        {
            if (written == DataFormat.JsonLines)
            {
                JsonLinesWriter.Write(stream, set.Sentences, to);
            }
            else
            {
                ConllWriter.Write(stream, set.Sentences, to);
            }
        });

        Report(context, set, to);
        context.Out.WriteLine($"{target}: {set.Sentences.Count} sentences ({DataFormats.NameOf(written)}, {TagSchemes.NameOf(to)})");
        return ExitCode.Success;
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
            context.Error.WriteLine($"{set.Path}: note: {joined} entities directly follow another of their type; the scheme io joins them.");
        }
    }
}
