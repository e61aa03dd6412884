using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Unicode;

namespace Maner.Cli.Commands;

/// <summary><c>maner data merge FILE… --out FILE</c>: one file of several, each sentence once.</summary>
internal static class DataMergeCommand
{
    private static readonly string[] s_preferences = ["refuse", "first", "last"];

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled files.", Arity = ArgumentArity.OneOrMore };
        var target = new Option<string>("--out") { Description = "File to write, or folder of documents.", Required = true };
        Option<string> prefer = new Option<string>("--prefer")
        {
            Description = "Which labels hold where the same words have others: first or last in the order of the files; refuse: none, write nothing.",
            DefaultValueFactory = _ => s_preferences[0],
        }.AcceptOnlyFromAmong(s_preferences);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var to = new WritingFormat("--out");
        var reading = new ReadingOptions();
        var command = new Command("merge", "Joins labelled files into one with each sentence once. Repeated sentences are counted; contradicting labels are told with both places.") { files, target, prefer, overwrite };
        to.AddTo(command);
        reading.AddTo(command);
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(target);
            OutputFile.RefuseExisting(path, result.GetValue(overwrite), "--out");
            WantedFormat wanted = to.Of(result, path, context);
            DataSet[] sets = LabelledOutput.ReadAll(result.GetRequiredValue(files), reading.Of(result), context);
            return Run(context, sets, path, result.GetRequiredValue(prefer), wanted, result.GetValue(overwrite));
        });
        return command;
    }

    private static int Run(CliContext context, DataSet[] sets, string target, string prefer, WantedFormat wanted, bool overwrite)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<(string Path, Sentence Sentence)>();
        var contradictions = new List<string>();
        int repeated = 0;
        foreach ((string path, Sentence sentence) in sets.SelectMany(set => set.Sentences.Select(sentence => (set.Path, sentence))))
        {
            string text = CanonicalForm.Compose(sentence.JoinedWords);
            if (places.TryAdd(text, kept.Count))
            {
                kept.Add((path, sentence));
                continue;
            }

            (string otherPath, Sentence other) = kept[places[text]];
            bool same = LabelledOutput.HaveSameEntities(sentence, other);
            repeated += same ? 1 : 0;
            if (same)
            {
                continue;
            }

            contradictions.Add($"{LabelledOutput.Place(path, sentence)}: {Visible.Quote(sentence.JoinedWords)} is also in {LabelledOutput.Place(otherPath, other)}" +
                $" with other entities ({Entities(other)} there, {Entities(sentence)} here); {(prefer == "refuse" ? "refused" : $"the {prefer} holds")}.");
            if (prefer == "last")
            {
                kept[places[text]] = (path, sentence);
            }
        }

        if (repeated > 0)
        {
            context.Error.WriteLine($"{Counted.Of(repeated, "sentence")} repeated with the same labels; written once.");
        }

        contradictions.ForEach(context.Error.WriteLine);
        if (contradictions.Count > 0 && prefer == "refuse")
        {
            throw new InvalidDataException($"Nothing is written: contradicting labels of {Counted.Of(contradictions.Count, "sentence")}, see above. Correct them, or say which hold: --prefer first or --prefer last.");
        }

        LabelledOutput.Write(target, [.. kept.Select(pair => pair.Sentence)], wanted, string.Join(", ", sets.Select(set => set.Path)), overwrite, context);
        context.Out.WriteLine($"{target}: {Counted.Of(kept.Count, "sentence")} of {Counted.Of(sets.Length, "file")}; {repeated} repeated, {contradictions.Count} with contradicting labels.");
        return ExitCode.Success;
    }

    private static string Entities(Sentence sentence) => sentence.Entities is not { } entities ? "no labels"
        : entities.Count == 0 ? "none"
        : string.Join(", ", entities.Select(entity => $"{string.Join(' ', sentence.Words.Skip(entity.Start).Take(entity.End - entity.Start))} {entity.Type}"));
}
