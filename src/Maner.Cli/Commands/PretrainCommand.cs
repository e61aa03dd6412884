using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Repairs;
using Maner.Training;
using Maner.Training.Pretraining;

namespace Maner.Cli.Commands;

/// <summary><c>maner pretrain</c>: raw text in, an encoder out.</summary>
internal static class PretrainCommand
{
    public static Command Create(CliContext context)
    {
        var text = new Option<string[]>("--text") { Description = "Raw text, one sentence per line, plain or gzip: files named LANGUAGE.txt or LANGUAGE.txt.gz, or folders of them.", AllowMultipleArgumentsPerToken = true };
        var labelled = new Option<string[]>("--labelled") { Description = "Files of labelled sentences whose words are read as text too.", AllowMultipleArgumentsPerToken = true };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "SentencePiece model: makes a new encoder." };
        Option<string?> encoder = ModelOptions.EncoderToContinue();
        var vectors = new Option<string?>("--vectors") { Description = "Vectors of pieces that a new encoder begins with, in word2vec's text format." };
        var output = new Option<string>("--out") { Description = "Folder for the encoder and the run's log; must be new or empty.", Required = true };
        var cache = new Option<string?>("--cache") { Description = "Folder for tokenized text (default: 'tokens' next to the output folder)." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is in the output folder." };
        var resume = new Option<bool>("--resume") { Description = "Continue an interrupted run in the output folder; the other options must be the same." };
        var minutes = StrictNumber.New("--checkpoint-minutes", "Minutes between checkpoints; each can be used as an encoder while the run continues.", 5.0);
        var json = new Option<bool>("--json") { Description = "Write the run's figures as JSON." };
        var training = new PretrainingOptionsBinding();
        var threads = new ThreadsOption();
        var command = new Command("pretrain", "Train an encoder on raw text as a masked language model, from nothing or continuing from another.");
        foreach (Option option in new Option[] { text, labelled, tokenizer, encoder, vectors, output, cache, overwrite, resume, minutes, json })
        {
            command.Add(option);
        }

        training.AddTo(command);
        threads.AddTo(command);
        command.AddRule(result =>
        {
            if ((result.GetResult(encoder) is null) == (result.GetResult(tokenizer) is null))
            {
                result.AddError("Say what to start from: --tokenizer for a new encoder, or --encoder to continue from one.");
            }

            if (result.GetResult(text) is null && result.GetResult(labelled) is null)
            {
                result.AddError("Say what to learn from: --text, --labelled, or both.");
            }

            if (result.GetResult(encoder) is not null && training.ShapeOptions.Append(vectors).FirstOrDefault(option => result.GetResult(option) is not null) is { } shape)
            {
                result.AddError($"{shape.Name} is for a new encoder: with --encoder shape and embeddings are that one's.");
            }
        });
        command.SetAction(result =>
        {
            PretrainingOptions options = training.Of(result, context, isNew: result.GetValue(encoder) is null);
            double checkpointMinutes = result.GetValue(minutes) is > 0 and double given
                ? given
                : throw new InvalidDataException(FormattableString.Invariant($"--checkpoint-minutes: expected above 0, found {result.GetValue(minutes)}."));
            IReadOnlyList<CorpusFile> files = CorpusFile.Find(result.GetValue(text) ?? [], result.GetValue(labelled) ?? []);
            var source = new PretrainingJob.Source(
                files, result.GetValue(tokenizer), result.GetValue(encoder) is { } name ? context.Models.Find(name) : null, result.GetValue(cache),
                result.GetValue(vectors));
            var destination = new Destination(result.GetRequiredValue(output), result.GetValue(overwrite), result.GetValue(resume));
            using Workers workers = threads.Start(result);
            return Run(context, source, options, destination, 60 * checkpointMinutes, workers, result.GetValue(json));
        });
        return command;
    }

    private static int Run(
        CliContext context, PretrainingJob.Source source, PretrainingOptions options, Destination destination, double checkpointSeconds, Workers workers,
        bool json)
    {
        PretrainingMetrics metrics;
        bool hasBegun = destination.Resume; // a folder that is written over has an older run's files
        CancellationToken cancellation = context.TakeOverInterrupts();
        try
        {
            metrics = PretrainingView.Show(context, progress => PretrainingJob.Run(
                source, options, destination, workers, notice => context.Error.WriteLine($"Note: {Flags.InText(notice)}"),
                update =>
                {
                    hasBegun |= update.Stage != PretrainingStage.Tokenizing;
                    progress(update);
                },
                checkpointSeconds, cancellation));
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine(hasBegun
                ? $"Interrupted and saved. Continue with the same command and --resume (folder {destination.Path})."
                : "Interrupted before training began. Give the same command again: text that is tokenized stays in the cache.");
            return ExitCode.No;
        }

        if (json)
        {
            context.Out.WriteLine(metrics.ToJson());
            return ExitCode.Success;
        }

        WriteReport(context, metrics);
        context.Out.WriteLine($"Encoder saved in {destination.Path}; train a tagger on it with: maner train --encoder {destination.Path} …");
        return ExitCode.Success;
    }

    private static void WriteReport(CliContext context, PretrainingMetrics metrics)
    {
        string heldOut = metrics.HeldOutLoss is { } loss
            ? string.Create(CultureInfo.InvariantCulture, $"; held-out loss {loss:F3}, mean of languages {metrics.HeldOutMeanOfLanguages:F3}")
            : "";
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Trained {Counted.Of(metrics.Updates, "update")} on {metrics.Tokens} tokens in {metrics.Seconds:F0} s{heldOut}."));
        var table = new OutputTable("language", "sentences#", "tokens seen#", "held-out loss#");
        foreach ((string name, PretrainingMetrics.Language language) in metrics.Languages)
        {
            table.Add(
                name, language.Sentences.ToString(CultureInfo.InvariantCulture), language.TokensSeen.ToString(CultureInfo.InvariantCulture),
                language.HeldOutLoss?.ToString("F3", CultureInfo.InvariantCulture) ?? "");
        }

        table.Write(context);
    }
}
