using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Corpora;
using Maner.Text.Data;
using Maner.Text.Formats;

namespace Maner.Cli.Commands;

/// <summary><c>maner data list</c>: which data sets are under the data root, and which of WikiANN's languages are the paper's.</summary>
internal static class DataListCommand
{
    private const string Wikiann = "wikiann";

    public static Command Create(CliContext context)
    {
        Option<string?> root = ExperimentOptions.Data();
        var json = new Option<bool>("--json") { Description = "Write the list as JSON." };
        var command = new Command("list", "Lists the data sets under the data root with their sizes, and WikiANN's languages with 100 sentences.") { root, json };
        command.SetAction(result =>
        {
            DataRoot data = result.GetValue(root) is { } path ? new DataRoot(path) : DataRoot.FromEnvironment;
            Entry[] entries = [.. data.List().Select(folder => Read(folder, context)).OfType<Entry>()];
            if (result.GetValue(json))
            {
                WriteJson(context, data, entries);
            }
            else
            {
                WriteTables(context, data, entries);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>A folder that cannot be read is named and left out: the others are still wanted.</summary>
    private static Entry? Read(DataFolder folder, CliContext context)
    {
        try
        {
            return Entry.Of(folder);
        }
        catch (InvalidDataException error)
        {
            context.Error.WriteLine($"Not listed: {folder.Name}: {error.Message}");
            return null;
        }
    }

    private sealed record Entry(DataFolder Folder, int Train, int? Dev, int? Test, WikiannSize? Official)
    {
        public static Entry Of(DataFolder folder) => new(
            folder, Count(folder.Train)!.Value, Count(folder.Dev), Count(folder.Test),
            folder.Collection == Wikiann ? WikiannSizes.All.FirstOrDefault(size => size.Language == folder.Language) : null);

        private static int? Count(string? path) =>
            path is null ? null : LabelledData.Read(path, new LabelledDataOptions { RequireTags = false }).Sentences.Count;
    }

    private static void WriteTables(CliContext context, DataRoot root, Entry[] entries)
    {
        if (entries.Length == 0)
        {
            context.Out.WriteLine($"No data set is under '{root.Path}': a data set is a folder with {DataFolder.TrainFile}, such as {Wikiann}/sw/{DataFolder.TrainFile}.");
            context.Out.WriteLine($"Name another root with --data-root or {DataRoot.Variable}.");
        }
        else
        {
            var table = new OutputTable("data set", "train#", "dev#", "test#", "official train#", "of the paper's 100");
            foreach (Entry entry in entries)
            {
                table.Add(
                    entry.Folder.Name, Text(entry.Train), Text(entry.Dev), Text(entry.Test), Text(entry.Official?.Train), entry.Official?.IsHundred == true ? "yes" : "");
            }

            table.Write(context);
        }

        string[] hundred = [.. WikiannSizes.Hundred];
        string[] present = [.. entries.Where(entry => entry.Official?.IsHundred == true).Select(entry => entry.Folder.Language)];
        context.Out.WriteLine();
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"WikiANN has {WikiannSizes.All.Count} languages, {hundred.Length} of them with 100 sentences each for training, dev and test ('{LanguageGroup.WikiannHundred}' in an experiment)."));
        context.Out.WriteLine($"Here of these: {(present.Length == 0 ? "none" : string.Join(' ', present))}");
        context.Out.WriteLine($"Not here: {string.Join(' ', hundred.Except(present))}");
    }

    private static void WriteJson(CliContext context, DataRoot root, Entry[] entries) => JsonOutput.Write(context.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("root", root.Path);
        writer.WriteStartArray("data_sets");
        foreach (Entry entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Folder.Name);
            foreach ((string name, int? number) in new[] { ("train", entry.Train), ("dev", entry.Dev), ("test", entry.Test), ("official_train", entry.Official?.Train) })
            {
                if (number is { } value)
                {
                    writer.WriteNumber(name, value);
                }
            }

            writer.WriteBoolean("is_wikiann_100", entry.Official?.IsHundred == true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("wikiann_100");
        foreach (string language in WikiannSizes.Hundred)
        {
            writer.WriteStringValue(language);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
