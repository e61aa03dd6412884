using System.CommandLine;
using System.Text;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;

namespace Maner.Cli.Commands;

/// <summary><c>maner predict</c>: text in, its named entities out.</summary>
internal static class PredictCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "What to tag: files or folders, packed with gzip (.gz) or not, one behind the other; standard input when absent or '-'.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> model = ModelOptions.Model();
        Option<string?> input = new Option<string?>("--input")
        {
            Description = "text: a sentence of running text a line, cut into words as the model's training data was (web addresses, hashtags and mentions whole); words: the same, already cut into words; conll: one word per line; jsonl: objects with \"text\" or " +
                "\"tokens\"; or any format of labelled data, whose labels are ignored (default: what FILE's extension says, else text).",
        }.AcceptOnlyFromAmong([.. PredictInput.Formats]);
        Option<string?> output = new Option<string?>("--output")
        {
            Description = "conll: word and tag; jsonl: one object per sentence, with its line, every entity's place and probability, and the input's own members; color: the text with its entities marked, " +
                "in brackets where there are no colours; or any format of labelled data that can be written, as suggestions where it has them (default: what --out's extension says, else color on a terminal, jsonl for jsonl, conll for all else).",
        }.AcceptOnlyFromAmong([.. PredictOutput.Formats]);
        var probabilities = new Option<bool>("--probabilities") { Description = "Write every tag's probability for every word too (conll, jsonl)." };
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output, packed where its name ends in .gz; appears when it is whole. Of several FILEs a folder (its name ends in '/') takes a file for each." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var resume = new Option<bool>("--resume") { Description = "Continue what an interrupted run of the same command left next to --out; begin where there is nothing." };
        var shard = new ShardOption();
        var types = new TypesOption();
        var precision = new PrecisionOption();
        var threads = new ThreadsOption();
        var command = new Command("predict", "Tag text: every word gets a label, however long a sentence is, and however many there are.")
        {
            files, model, input, output, probabilities, target, overwrite, resume,
        };
        shard.AddTo(command);
        types.AddTo(command);
        precision.AddTo(command);
        threads.AddTo(command);
        command.AddRule(result =>
        {
            if (result.GetValue(resume) && result.GetValue(target) is null or "-")
            {
                result.AddError("--resume: expected --out FILE, which an interrupted run left unfinished.");
            }
        });
        command.SetAction(result =>
        {
            IReadOnlyList<PredictInput> inputs = PredictInput.AllOf(result.GetValue(files) ?? [], result.GetValue(input), context);
            string? to = result.GetValue(target);
            var format = PredictOutput.Of(result.GetValue(output), to, inputs[0].Format, result.GetValue(probabilities), context);
            (int Index, int Count)? part = shard.Of(result);
            Destination[] destinations = Destination.Of(inputs, to, format, part);
            bool replaces = result.GetValue(overwrite), resumes = result.GetValue(resume);
            foreach (Destination destination in destinations)
            {
                OutputFile.RefuseExisting(destination.File, replaces || resumes, "--out");
            }

            string folder = context.Models.Find(result.GetRequiredValue(model));
            using Workers workers = threads.Start(result);
            using Tagger tagger = TaggerFolder.Load(folder, workers, precision.Of(result));
            Notices.WriteModel(folder, context);
            Prepare(inputs, tagger, format, part);
            IReadOnlySet<string>? wanted = types.Of(result, tagger.Tags);
            using var bulk = new BulkTagger(tagger, workers.Count);

            // All that a part of the result depends on, so that no run continues another's.
            string fingerprint = $"{ProgramVersion.Here}\n{(resumes || to is not null ? ModelHash.OfModel(folder) : "")}\n{format.Name}\n{result.GetValue(probabilities)}\n{precision.Of(result)}\n{(wanted is null ? "" : string.Join(',', wanted.Order(StringComparer.Ordinal)))}\n{part}";
            var run = new PredictRun(
                (sentences, cancellation) => (inputs is [{ IsTyped: true }] ? sentences.SelectMany(sentence => tagger.Tag([sentence])) : bulk.Tag(sentences, cancellation)).Select(sentence => sentence.OfTypes(wanted)),
                format, fingerprint, resumes, replaces, context);
            return Run(run, destinations, format, replaces, resumes, context);
        });
        return command;
    }

    /// <summary>How sentences are cut, and which of them are this run's.</summary>
    private static void Prepare(IReadOnlyList<PredictInput> inputs, Tagger tagger, PredictOutput format, (int Index, int Count)? shard)
    {
        long[] units = shard is null ? [] : [.. inputs.Select(input => input.Units)];
        long start = 0;
        for (int index = 0; index < inputs.Count; index++)
        {
            inputs[index].Cut = tagger.Words;
            inputs[index].KeepsBlank = format.HasLineForEach && !inputs[index].IsTyped;
            if (shard is var (part, parts))
            {
                inputs[index].Range = UnitRange.OfShard(units.Sum(), part, parts).Within(start, units[index]);
                start += units[index];
            }
        }
    }

    private static int Run(PredictRun run, Destination[] destinations, PredictOutput format, bool overwrite, bool resume, CliContext context)
    {
        foreach ((IReadOnlyList<PredictInput> inputs, string? file) in destinations)
        {
            if (format.IsWrittenAtEnd)
            {
                if (resume)
                {
                    throw new InvalidDataException($"--resume: expected --output conll, jsonl or color, which are written as they come, found {format.Name}, which is written at the end.");
                }

                run.Write(inputs, TextWriter.Null, format.To(TextWriter.Null), file is null ? CancellationToken.None : context.TakeOverInterrupts());
                format.WriteCollected(file, overwrite);
            }
            else if (file is null)
            {
                // A filter in a pipe may wait for its input for ever, so interrupting it ends it at once: nothing needs tidying up.
                run.Write(inputs, context.Out, format.ToStandardOutput(), CancellationToken.None);
            }
            else if (AtomicFile.IsSpecial(file))
            {
                CancellationToken cancellation = context.TakeOverInterrupts();
                AtomicFile.Write(file, stream =>
                {
                    using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                    run.Write(inputs, writer, format.To(writer), cancellation);
                });
            }
            else if (!run.WriteFile(inputs, file, context.TakeOverInterrupts()))
            {
                return ExitCode.No;
            }
        }

        return ExitCode.Success;
    }

    /// <summary>Inputs that go to one place.</summary>
    /// <param name="Inputs">The inputs.</param>
    /// <param name="File">The file; null for standard output.</param>
    private sealed record Destination(IReadOnlyList<PredictInput> Inputs, string? File)
    {
        /// <exception cref="InvalidDataException">Two inputs would have one file.</exception>
        public static Destination[] Of(IReadOnlyList<PredictInput> inputs, string? target, PredictOutput format, (int Index, int Count)? shard)
        {
            bool isFolder = target is not null && (Path.EndsInDirectorySeparator(target) || Directory.Exists(target));
            if (target is null || !isFolder || format.IsWrittenAtEnd)
            {
                return [new Destination(inputs, target is null || shard is not { } part || AtomicFile.IsSpecial(target) ? target : ShardOption.NameOf(target, part))];
            }

            if (shard is not null)
            {
                throw new InvalidDataException($"--out: expected a file for --shard, found the folder '{target}'. A part may hold sentences of several files: name one file, whose name gets the part's number.");
            }

            Destination[] destinations = [.. inputs.Select(input => new Destination([input], Path.Combine(target, NameOf(input, format))))];
            if (destinations.GroupBy(destination => destination.File).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new InvalidDataException($"--out: expected files of different names, found two that would be written to '{twice.Key}'. Tag them by themselves.");
            }

            Directory.CreateDirectory(target);
            return destinations;
        }

        private static string NameOf(PredictInput input, PredictOutput format)
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(input.File ?? "standard-input"));
            bool isPacked = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            return Path.ChangeExtension(isPacked ? name[..^3] : name, format.Extension) + (isPacked ? ".gz" : "");
        }
    }
}
