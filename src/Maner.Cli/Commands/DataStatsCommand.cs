using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Formats;

namespace Maner.Cli.Commands;

/// <summary><c>maner data stats FILE…</c>: counts of labelled files.</summary>
internal static class DataStatsCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write the counts as JSON." };
        var reading = new ReadingOptions();
        var command = new Command("stats", "Counts sentences, words and entities, repeated sentences, and sentences that files share.") { files, json };
        reading.AddTo(command);
        command.SetAction(result => Run(context, result.GetRequiredValue(files), reading.Of(result), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string[] files, LabelledDataOptions options, bool json)
    {
        List<(DataSet Set, DataStatistics Counts)> counted = [.. files.Select(file => LabelledData.Read(file, options)).Select(set => (set, DataStatistics.Of(set.Sentences)))];
        List<(DataSet Earlier, DataSet Later, int Shared)> overlaps = [];
        for (int later = 1; later < counted.Count; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                (DataSet one, DataSet other) = (counted[earlier].Set, counted[later].Set);
                overlaps.Add((one, other, Duplicates.Between(one.Sentences, other.Sentences).Count()));
            }
        }

        if (json)
        {
            JsonOutput.Write(context.Out, writer => WriteJson(writer, counted, overlaps));
        }
        else
        {
            WriteTables(context, counted, overlaps);
        }

        return ExitCode.Success;
    }

    private static void WriteTables(CliContext context, List<(DataSet Set, DataStatistics Counts)> counted, List<(DataSet Earlier, DataSet Later, int Shared)> overlaps)
    {
        var sizes = new OutputTable("file", "sentences#", "repeated#", "words#", "words/sentence#", "longest#", "entities#", "words/entity#", "O#");
        var types = new OutputTable("file", "type", "entities#", "words#", "words/entity#");
        foreach ((DataSet set, DataStatistics counts) in counted)
        {
            sizes.Add(set.Path, Text(counts.Sentences), Text(counts.RepeatedSentences), Text(counts.Words), Text(counts.WordsPerSentence),
                Text(counts.LongestSentence), Text(counts.Entities), Text(counts.WordsPerEntity), Percent(counts.OutsideShare));
            foreach (TypeCount type in counts.Types)
            {
                types.Add(set.Path, type.Type, Text(type.Entities), Text(type.Words), Text((double)type.Words / type.Entities));
            }
        }

        sizes.Write(context);
        context.Out.WriteLine();
        types.Write(context);
        WriteOverlaps(context, overlaps);
    }

    private static void WriteOverlaps(CliContext context, List<(DataSet Earlier, DataSet Later, int Shared)> overlaps)
    {
        if (overlaps.Count == 0)
        {
            return;
        }

        context.Out.WriteLine();
        if (overlaps.TrueForAll(overlap => overlap.Shared == 0))
        {
            context.Out.WriteLine("No sentence is in two of the files.");
            return;
        }

        var shared = new OutputTable("sentences of", "that are also in", "number#", "share#");
        foreach ((DataSet earlier, DataSet later, int count) in overlaps.Where(overlap => overlap.Shared > 0))
        {
            shared.Add(later.Path, earlier.Path, Text(count), Percent((double)count / later.Sentences.Count));
        }

        shared.Write(context);
    }

    private static void WriteJson(Utf8JsonWriter writer, List<(DataSet Set, DataStatistics Counts)> counted, List<(DataSet Earlier, DataSet Later, int Shared)> overlaps)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("files");
        foreach ((DataSet set, DataStatistics counts) in counted)
        {
            writer.WriteStartObject();
            writer.WriteString("path", set.Path);
            writer.WriteString("sha256", set.Sha256);
            writer.WriteNumber("sentences", counts.Sentences);
            writer.WriteNumber("repeated_sentences", counts.RepeatedSentences);
            writer.WriteNumber("words", counts.Words);
            writer.WriteNumber("words_per_sentence", counts.WordsPerSentence);
            writer.WriteNumber("longest_sentence", counts.LongestSentence);
            writer.WriteNumber("entities", counts.Entities);
            writer.WriteNumber("words_per_entity", counts.WordsPerEntity);
            writer.WriteNumber("outside_share", counts.OutsideShare);
            writer.WriteStartObject("types");
            foreach (TypeCount type in counts.Types)
            {
                writer.WriteNumber(type.Type, type.Entities);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("overlaps");
        foreach ((DataSet earlier, DataSet later, int shared) in overlaps)
        {
            writer.WriteStartObject();
            writer.WriteString("earlier", earlier.Path);
            writer.WriteString("later", later.Path);
            writer.WriteNumber("sentences", shared);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
