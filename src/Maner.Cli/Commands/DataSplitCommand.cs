using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner.Cli.Commands;

/// <summary><c>maner data split FILE… --train 100 --dev 100 --test rest --out DIR</c>: draws training, dev and test sentences.</summary>
internal static class DataSplitCommand
{
    private const string Rest = "rest";
    private const int ShownRepeated = 3;
    private static readonly string[] s_units = ["auto", "document", "sentence"];

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled files; several are taken together.", Arity = ArgumentArity.OneOrMore };
        Option<int?> train = StrictNumber.New<int>("--train", "Sentences to learn from.");
        train.Required = true;
        Option<int?> dev = StrictNumber.New<int>("--dev", "Sentences that choose the checkpoint (default: none).");
        var test = new Option<string>("--test") { Description = "Sentences to score on: a number, or rest for all that are left.", DefaultValueFactory = _ => Rest };
        var target = new Option<string>("--out") { Description = "Folder for the parts: train.conll, dev.conll and test.conll, or as --to says.", Required = true };
        Option<ulong> seed = StrictNumber.New("--seed", "Seed of the draw.", 1ul);
        Option<string> unit = new Option<string>("--by")
        {
            Description = "document: whole documents (-DOCSTART- or # newdoc lines, records, files), so that parts may be a little larger than asked for; sentence: single ones; auto: documents where the files have them and the parts allow it.",
            DefaultValueFactory = _ => s_units[0],
        }.AcceptOnlyFromAmong(s_units);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files of an earlier split in the folder." };
        var to = new WritingFormat(null);
        var reading = new ReadingOptions();
        var command = new Command("split", "Draws training, dev and test sentences, never the same words in two of them.") { files, train, dev, test, target, seed, unit, overwrite };
        to.AddTo(command);
        reading.AddTo(command);
        command.SetAction(result =>
        {
            int?[] sizes = [AtLeastOne(train.Name, result.GetValue(train)), AtLeastOne(dev.Name, result.GetValue(dev)) ?? 0, TestSize(result.GetRequiredValue(test))];
            WantedFormat wanted = to.Of(result, null, context);
            DataSet[] sets = LabelledOutput.ReadAll(result.GetRequiredValue(files), reading.Of(result), context);
            return Run(context, sets, sizes, result.GetRequiredValue(target), result.GetValue(seed), result.GetRequiredValue(unit), wanted, result.GetValue(overwrite));
        });
        return command;
    }

    private static int Run(CliContext context, DataSet[] sets, int?[] sizes, string target, ulong seed, string unit, WantedFormat wanted, bool overwrite)
    {
        (string Path, Sentence Sentence)[] all = [.. sets.SelectMany(set => set.Sentences.Select(sentence => (set.Path, sentence)))];
        int asked = sizes.Sum(size => size ?? 1);
        if (all.Length < asked)
        {
            throw new InvalidDataException($"{string.Join(", ", sets.Select(set => set.Path))}: expected at least {Counted.Of(asked, "sentence")} for the parts asked for, found {all.Length}. Ask for fewer.");
        }

        int[]? documents = unit == "sentence" ? null : DocumentsOf(sets);
        if (unit == "document" && documents is null)
        {
            throw new InvalidDataException($"--by document: expected documents (-DOCSTART- or # newdoc lines), found none in {string.Join(", ", sets.Select(set => set.Path))}. Say --by sentence.");
        }

        Directory.CreateDirectory(target);
        DataSplit.Result split = DataSplit.Of([.. all.Select(pair => pair.Sentence)], documents, sizes, seed);
        if (unit == s_units[0] && documents is not null && !Fits(split, sizes))
        {
            context.Error.WriteLine($"Note: the {documents.Distinct().Count()} documents (the largest has {Counted.Of(documents.CountBy(document => document).Max(pair => pair.Value), "sentence")}) are too large for the parts " +
                "asked for, so sentences are drawn one by one. --by document keeps documents whole all the same.");
            documents = null;
            split = DataSplit.Of([.. all.Select(pair => pair.Sentence)], documents, sizes, seed);
        }

        var table = new OutputTable("file", "sentences#", "words#", "entities#", "documents#");
        int[][] members = [.. DataSplit.Parts.Select((_, part) => (int[])[.. Enumerable.Range(0, all.Length).Where(index => split.PartOf[index] == part)])];
        string sources = string.Join(", ", sets.Select(set => set.Path));
        IReadOnlyList<WrittenFile>[] files = [.. members.Select(part => part.Length == 0 ? [] : LabelledOutput.Files([.. part.Select(index => all[index].Sentence)], wanted, sources, context))];
        IReadOnlyList<WrittenFile> some = files.First(written => written.Count > 0);
        string[] paths = [.. DataSplit.Parts.Select((part, index) => PathOf(Path.Combine(target, part), files[index].Count > 0 ? files[index] : some))];
        foreach (string path in paths)
        {
            OutputFile.RefuseExisting(path, overwrite, "--out");
        }

        for (int part = 0; part < paths.Length; part++)
        {
            Sentence[] sentences = [.. members[part].Select(index => all[index].Sentence)];
            if (sentences.Length == 0)
            {
                File.Delete(paths[part]); // of an earlier split, which may be replaced
                continue;
            }

            WrittenFiles.Save(files[part], wanted.Format.Name, paths[part], overwrite);
            DataStatistics counts = DataStatistics.Of(sentences);
            table.Add(paths[part], Text(counts.Sentences), Text(counts.Words), Text(counts.Entities), documents is null ? "" : Text(members[part].Select(index => documents[index]).Distinct().Count()));
        }

        Report(context, all, split, documents, sizes, seed);
        table.Write(context);
        return ExitCode.Success;
    }

    /// <summary>A file for a part; a folder where every document is a file of its own.</summary>
    private static string PathOf(string part, IReadOnlyList<WrittenFile> files) =>
        files.All(file => file.Document == files[0].Document) ? part + files[0].Extension : part + Path.DirectorySeparatorChar;

    /// <summary>Whether no part is empty or much larger than asked for.</summary>
    private static bool Fits(DataSplit.Result split, int?[] sizes) => Enumerable.Range(0, sizes.Length).All(part =>
    {
        int count = split.PartOf.Count(other => other == part);
        return sizes[part] is { } size ? count >= size - (size / 10) && count <= size + Math.Max(size / 2, 10) : count > 0;
    });

    private static void Report(CliContext context, (string Path, Sentence Sentence)[] all, DataSplit.Result split, int[]? documents, int?[] sizes, ulong seed)
    {
        context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(all.Length, "sentence")}, drawn {(documents is null ? "one by one" : $"by document ({documents.Distinct().Count()} of them)")} with seed {seed}."));
        if (split.Repeated > 0)
        {
            context.Error.WriteLine($"Note: {(split.Repeated == 1 ? "1 sentence repeats" : $"{split.Repeated} sentences repeat")} the words of an earlier one; all that have the same words are in one part.");
            foreach ((Sentence one, Sentence other) in Duplicates.Within(all.Select(pair => pair.Sentence)).Take(ShownRepeated))
            {
                context.Error.WriteLine($"Note: {Where(one)}: {Visible.Quote(one.JoinedWords)} is also in {Where(other)}.");
            }
        }

        if (split.Moved > 0)
        {
            context.Error.WriteLine($"Note: {(split.Moved == 1 ? "1 sentence is" : $"{split.Moved} sentences are")} in another part than the document, since a document there has the same words.");
        }

        foreach ((Sentence one, Sentence other) in Duplicates.Within(all.Select(pair => pair.Sentence)).Where(pair => !LabelledOutput.HaveSameEntities(pair.Sentence, pair.First)))
        {
            context.Error.WriteLine($"Note: {Where(other)} and {Where(one)}: {Visible.Quote(one.JoinedWords)} has other entities there; both are kept.");
        }

        int left = split.PartOf.Count(part => part < 0);
        if (left > 0)
        {
            context.Error.WriteLine($"Note: {(left == 1 ? "1 sentence is" : $"{left} sentences are")} in no part, as the sizes say. --test rest takes them.");
        }

        for (int part = 0; part < sizes.Length; part++)
        {
            int count = split.PartOf.Count(other => other == part);
            if (sizes[part] is { } size && count != size)
            {
                context.Error.WriteLine($"Note: {DataSplit.Parts[part]} has {Counted.Of(count, "sentence")} instead of {size}, since {(documents is null ? "sentences with the same words" : "documents")} stay together.");
            }
        }

        string Where(Sentence sentence) => LabelledOutput.Place(Array.Find(all, pair => ReferenceEquals(pair.Sentence, sentence)).Path, sentence);
    }

    /// <summary>The document of each sentence over all files; where some files have documents, another file is one.</summary>
    private static int[]? DocumentsOf(DataSet[] sets)
    {
        int[]?[] told = [.. sets.Select(set => Documents.Of(set.Sentences))];
        if (Array.TrueForAll(told, documents => documents is null))
        {
            return null;
        }

        var all = new List<int>();
        int first = 0;
        for (int set = 0; set < sets.Length; set++)
        {
            int[] documents = told[set] ?? new int[sets[set].Sentences.Count];
            all.AddRange(documents.Select(document => first + document));
            first = all.Max() + 1;
        }

        return [.. all];
    }

    private static int? TestSize(string text) => text == Rest ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size
        : throw new InvalidDataException($"--test: expected a number of sentences from 1, or {Rest}, found '{text}'.");

    private static int? AtLeastOne(string option, int? value) => value is null or >= 1 ? value : throw new InvalidDataException($"{option}: expected at least 1, found {value}.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
