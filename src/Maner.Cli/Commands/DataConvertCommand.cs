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
        var files = new Argument<string[]>("IN... OUT") { Description = "The files or folders to read, and behind them the file or folder to write.", Arity = new ArgumentArity(2, 100_000) };
        Option<string[]> to = new Option<string[]>("--to")
        {
            Description = "The format to write (default: what OUT's extension says, else conll), or the tag scheme (default: iob2), or both.",
            Arity = new ArgumentArity(1, 2),
            AllowMultipleArgumentsPerToken = false,
        }.AcceptOnlyFromAmong([.. SentenceFormats.WrittenNames, .. TagSchemes.Names, .. TagSchemes.OtherNames]);
        Option<string?> format = new Option<string?>("--format") { Description = "The format to write; the same as --to." }.AcceptOnlyFromAmong([.. SentenceFormats.WrittenNames]);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace OUT if it exists." };
        var reading = new ReadingOptions();
        var command = new Command("convert", "Writes labelled files in another format or tag scheme. What was fixed or lost is told on standard error.") { files, to, format, overwrite };
        reading.AddTo(command);
        command.SetAction(result =>
        {
            string[] named = result.GetRequiredValue(files);
            string[] wanted = result.GetValue(to) ?? [];
            string? scheme = One(wanted.Where(name => !SentenceFormats.WrittenNames.Contains(name)), "tag scheme");
            string? written = One([.. wanted.Where(SentenceFormats.WrittenNames.Contains), .. result.GetValue(format) is { } other ? [other] : Array.Empty<string>()], "format");
            Run(context, named[..^1], named[^1], reading.Of(result), written, scheme is null ? null : TagSchemes.Parse(scheme), result.GetValue(overwrite));
            return ExitCode.Success;
        });
        return command;
    }

    private static string? One(IEnumerable<string> names, string what) => names.Distinct(StringComparer.Ordinal).ToArray() switch
    {
        [] => null,
        [var one] => one,
        [var one, var other, ..] => throw new InvalidDataException($"--to: expected one {what}, found '{one}' and '{other}'. Give one of the two."),
    };

    private static void Run(CliContext context, string[] sources, string target, LabelledDataOptions options, string? formatName, TagScheme? scheme, bool overwrite)
    {
        if (File.Exists(target) && !overwrite)
        {
            throw new IOException($"{target}: expected no such file yet, found one. Choose another name, or replace it with --overwrite.");
        }

        ISentenceFormat format = formatName is null ? FormatOf(target) : SentenceFormats.Find(formatName);
        if (scheme is not null && !format.Writer!.UsesScheme)
        {
            throw new InvalidDataException($"--to: expected no tag scheme for {format.Name}, which has its own way to write entities, found '{TagSchemes.NameOf(scheme.Value)}'. Leave it out.");
        }

        TagScheme to = scheme ?? TagScheme.Iob2;
        DataSet[] sets = [.. sources.Select(source => LabelledData.Read(source, options))];
        var losses = new RepairLog(string.Join(", ", sources));
        DataSet all = DataSet.Join(sets);
        IReadOnlyList<WrittenFile> files = format.Writer!.Write(all.Sentences, new WritingOptions { Scheme = to }, losses);
        if (options.Strict)
        {
            losses.RefuseAll();
        }

        WrittenFiles.Save(files, format.Name, target, overwrite);
        foreach (DataSet set in sets)
        {
            Report(context, set, to);
        }

        foreach (Repair loss in losses.Repairs)
        {
            context.Error.WriteLine(loss);
        }

        string documents = files.Count > 1 ? FormattableString.Invariant($", {files.Count} files") : "";
        context.Out.WriteLine($"{target}: {all.Sentences.Count} sentences ({format.Name}{(format.Writer.UsesScheme ? $", {TagSchemes.NameOf(to)}" : "")}{documents})");
    }

    private static ISentenceFormat FormatOf(string target)
    {
        if (FormatSource.ExtensionOf(target) is ".json")
        {
            throw new InvalidDataException($"{target}: expected a name that tells the format, found .json, which several formats have. Say which: --to jsonl, label-studio, cas-json, argilla or spacy.");
        }

        ISentenceFormat? format = SentenceFormats.OfExtension(target);
        return format is { Writer: not null } ? format : SentenceFormats.Conll;
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
