using System.CommandLine;
using System.CommandLine.Parsing;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner evaluate</c>: a tagger's scores and errors on labelled files.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Labelled sentences; each file is scored by itself.", Arity = ArgumentArity.OneOrMore };
        Option<string> model = ModelOptions.Model();
        var json = new Option<bool>("--json") { Description = "Write scores and errors as JSON." };
        Option<int> errors = StrictNumber.New("--errors", "List the first N entities that are wrong.", 0);
        var errorsOut = new Option<string?>("--errors-out") { Description = "Write all entities that are wrong into a file, as JSON Lines." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --errors-out names." };
        var train = new Option<string?>("--train") { Description = "The training data: adds scores without the sentences that are also there." };
        var ignore = new Option<bool>("--ignore-unknown-types") { Description = "Leave entities out whose type the model does not know, instead of refusing the file." };
        var reading = new ReadingOptions();
        var types = new TypesOption();
        var precision = new PrecisionOption();
        var threads = new ThreadsOption();
        var command = new Command("evaluate", "Score a tagger on labelled sentences: F1 by two rules, kinds of errors, confusion of types.")
        {
            files, model, json, errors, errorsOut, overwrite, train, ignore,
        };
        reading.AddTo(command);
        types.AddTo(command);
        precision.AddTo(command);
        threads.AddTo(command);
        command.AddRule(result => RequireCount(result, errors));
        command.SetAction(result =>
        {
            OutputFile.RefuseExisting(result.GetValue(errorsOut), result.GetValue(overwrite), "--errors-out");
            DataSet[] sets = [.. result.GetRequiredValue(files).Select(file => LabelledData.Read(file, reading.Of(result)))];
            HashSet<string>? trainTexts = result.GetValue(train) is { } path ? TextsOf(path, reading.Of(result, requireTags: false)) : null;
            string folder = context.Models.Find(result.GetRequiredValue(model));
            ModelIntegrity.Require(folder);
            using Workers workers = threads.Start(result);
            using Tagger tagger = TaggerFolder.Load(folder, workers, precision.Of(result));
            Notices.WriteModel(folder, context);
            IReadOnlySet<string>? wanted = types.Of(result, tagger.Tags);
            sets = [.. sets.Select(set => Known(OfTypes(set, wanted, context), tagger, result.GetValue(ignore), context))]; // before the first is tagged
            Warn(sets, folder, context);

            var options = new ReportOptions { TrainTexts = trainTexts };
            List<EvaluatedFile> evaluated = [.. sets.Select(set => new EvaluatedFile(set, Run(tagger, set, wanted, options)))];
            evaluated.ForEach(file => NoteTypesWithoutGold(file, wanted ?? tagger.Tags.Types, context));
            if (result.GetValue(errorsOut) is { } target)
            {
                AtomicFile.Write(target, stream => EvaluationJson.WriteErrors(stream, evaluated));
            }

            Write(context, tagger, folder, wanted, evaluated, result.GetValue(errors), result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void RequireCount(CommandResult result, Option<int> errors)
    {
        if (result.GetValue(errors) < 0)
        {
            result.AddError($"--errors: expected 0 or more, found {result.GetValue(errors)}.");
        }
    }

    private static HashSet<string> TextsOf(string path, LabelledDataOptions options) =>
        LabelledData.Read(path, options).Sentences.Select(sentence => sentence.JoinedWords).ToHashSet(StringComparer.Ordinal);

    private static EvaluationRun Run(Tagger tagger, DataSet set, IReadOnlySet<string>? types, ReportOptions options) =>
        Evaluator.Run(tagger.Tag(set.Sentences).Select(sentence => sentence.OfTypes(types)), options);

    private static DataSet OfTypes(DataSet set, IReadOnlySet<string>? types, CliContext context)
    {
        string[] others = types is null ? [] : [.. set.Sentences.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type).Where(type => !types.Contains(type))];
        if (others.Length == 0)
        {
            return set;
        }

        context.Error.WriteLine($"Note: {set.Path}: {Counted.Of(others.Length, "gold entity")} of other types ({string.Join(", ", others.Distinct().Order(StringComparer.Ordinal))}) left out of the scores (--types).");
        return set with
        {
            Sentences = [.. set.Sentences.Select(sentence => sentence.Entities is { } entities ? sentence.WithEntities([.. entities.Where(entity => types!.Contains(entity.Type))]) : sentence)],
        };
    }

    // Data that was labelled for fewer types than the model has makes all it finds of the others wrong; so may a small file that happens to have none.
    private static void NoteTypesWithoutGold(EvaluatedFile file, IEnumerable<string> scored, CliContext context)
    {
        HashSet<string> gold = [.. file.Set.Sentences.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type)];
        string[] found = [.. file.Run.Sentences.SelectMany(sentence => sentence.PredictedEntities(SpanRule.Strict)).Select(entity => entity.Type).Where(type => !gold.Contains(type))];
        if (found.Length > 0 && gold.Count > 0)
        {
            string lacking = string.Join(", ", found.Distinct().Order(StringComparer.Ordinal));
            string[] others = [.. scored.Where(gold.Contains)];
            string advice = others.Length == 0 ? "" : $" If it was not labelled for that, leave it out: --types {string.Join(',', others)}";
            context.Error.WriteLine($"Note: {file.Set.Path} has no gold entity of {lacking}, so what is found of it counts as spurious ({Counted.Of(found.Length, "entity")}).{advice}");
        }
    }

    private static DataSet Known(DataSet set, Tagger tagger, bool ignore, CliContext context)
    {
        (DataSet scored, UnknownEntities? unknown) = KnownTypes.Check(set, tagger.Tags, ignore ? UnknownTypes.LeaveOut : UnknownTypes.Refuse);
        if (unknown is not null)
        {
            context.Error.WriteLine(
                $"Note: {set.Path}: {Counted.Of(unknown.Count, "entity")} of types that the model does not know ({string.Join(", ", unknown.Types)}) left out of the scores.");
        }

        return scored;
    }

    private static void Warn(IEnumerable<DataSet> sets, string folder, CliContext context)
    {
        IReadOnlyDictionary<string, string>? hashes = ModelManifest.Load(folder)?.DataHashes;
        foreach (DataSet set in sets)
        {
            Notices.Write(set, context);
            if (hashes?.FirstOrDefault(part => !part.Key.StartsWith("test", StringComparison.Ordinal) && part.Value == set.Sha256).Key is { } role)
            {
                context.Error.WriteLine($"Note: {set.Path} is the model's own {role.Split(' ')[0]} data: its scores say little about other text.");
            }
        }
    }

    private static void Write(CliContext context, Tagger tagger, string folder, IReadOnlySet<string>? types, List<EvaluatedFile> evaluated, int errors, bool json)
    {
        if (json)
        {
            EvaluationJson.Write(context.Out, folder, tagger, types, evaluated, errors);
            return;
        }

        foreach (EvaluatedFile file in evaluated)
        {
            ReportView.Write(context, file.Set.Path, file.Report);
            ErrorView.Write(context, file.Report.Errors);
            ErrorView.List(context, file.Set.Path, file.Errors, errors);
        }
    }
}
