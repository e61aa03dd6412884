using System.CommandLine;
using System.Text;
using System.Text.Json;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Cli.Commands;

/// <summary><c>maner data check FILE…</c>: reports everything that a reader would fix, and sentences that several files share.</summary>
internal static class DataCheckCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled files, or folders of them; '-' for standard input.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write the report as JSON." };
        var reading = new ReadingOptions();
        var command = new Command("check", "Reports all issues of labelled files, with file and line. Exit code 1 when there is anything.") { files, json };
        reading.AddTo(command);
        command.SetAction(result => Run(context, result.GetRequiredValue(files), reading.Of(result), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string[] files, LabelledDataOptions options, bool json)
    {
        DataSet[] sets = [.. files.Select(file => file == "-" ? LabelledData.Parse(Encoding.UTF8.GetBytes(PredictInput.ReadAll(context.Input)), TextInput.StandardInput, options) : LabelledData.Read(file, options))];
        List<Repair> overlaps = [];
        for (int later = 1; later < sets.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                overlaps.AddRange(Duplicates.Overlap(sets[earlier], sets[later]));
            }
        }

        if (options.Strict && overlaps is [var first, ..])
        {
            throw new InvalidDataException($"{first.Path}:{first.Line}: {first.Found} ({overlaps.Count} such). Take the sentences out of one of the files, or check without --strict.");
        }

        Repair[] repairs = [.. sets.SelectMany(set => set.Repairs), .. overlaps];
        if (json)
        {
            JsonOutput.Write(context.Out, writer => WriteJson(writer, sets, repairs));
        }
        else
        {
            WriteText(context.Out, sets, repairs);
        }

        return repairs.Length == 0 ? ExitCode.Success : ExitCode.No;
    }

    private static void WriteText(TextWriter output, DataSet[] sets, Repair[] repairs)
    {
        foreach (DataSet set in sets)
        {
            DataStatistics counts = DataStatistics.Of(set.Sentences);
            output.WriteLine($"{set.Path}: {Counted.Of(counts.Sentences, "sentence")}, {Counted.Of(counts.Words, "word")}, {Counted.Of(counts.Entities, "entity")} " +
                $"({FormatOf(set)})");
            foreach (string assumption in set.Assumptions)
            {
                output.WriteLine($"{set.Path}: note: {Flags.InText(assumption)}");
            }
        }

        foreach (Repair repair in repairs)
        {
            output.WriteLine(Flags.InText(repair.ToString()));
        }

        output.WriteLine(repairs.Length == 0 ? "No issues found." : $"{repairs.Length} found: {Summary(repairs)}.");
    }

    // Formats of places in a text have no tags, and so no scheme; a folder may have files of several formats.
    private static string FormatOf(DataSet set) => $"{set.Format ?? "several formats"}{(set.Scheme is { } scheme ? $", {TagSchemes.NameOf(scheme)}" : "")}";

    private static string Summary(Repair[] repairs) => string.Join(", ", repairs.CountBy(repair => repair.Kind)
        .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => $"{pair.Value} {RepairKinds.NameOf(pair.Key)}"));

    private static void WriteJson(Utf8JsonWriter writer, DataSet[] sets, Repair[] repairs)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("files");
        foreach (DataSet set in sets)
        {
            writer.WriteStartObject();
            writer.WriteString("path", set.Path);
            writer.WriteString("format", set.Format);
            writer.WriteString("scheme", set.Scheme is { } scheme ? TagSchemes.NameOf(scheme) : null);
            writer.WriteString("sha256", set.Sha256);
            writer.WriteStartArray("assumptions");
            foreach (string assumption in set.Assumptions)
            {
                writer.WriteStringValue(Flags.InText(assumption));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("repairs");
        foreach (Repair repair in repairs)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", RepairKinds.NameOf(repair.Kind));
            writer.WriteString("path", repair.Path);
            writer.WriteNumber("line", repair.Line);
            writer.WriteString("found", Flags.InText(repair.Found));
            writer.WriteString("made", Flags.InText(repair.Made));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
