using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner.Cli.Commands;

/// <summary><c>maner train</c>: labelled sentences in, a tagger and its scores out.</summary>
internal static class TrainCommand
{
    public static Command Create(CliContext context)
    {
        var data = new TaskDataOptions();
        var training = new TrainingOptionsBinding();
        var threads = new ThreadsOption();
        Option<string> encoder = ModelOptions.Encoder(ModelOptions.Tagger);
        var output = new Option<string>("--out") { Description = "Folder for the model and the run's log; must be new or empty.", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a model that is in the output folder." };
        var resume = new Option<bool>("--resume") { Description = "Continue an interrupted run in the output folder; the other options must be the same." };
        var dtype = new Option<string>("--dtype") { Description = "Number type of the saved weights: f32 or f16.", DefaultValueFactory = _ => "f32" }.AcceptOnlyFromAmong("f32", "f16");
        var sample = new Option<string?>("--try") { Description = "A sentence to tag with the trained model." };
        var json = new Option<bool>("--json") { Description = "Write the metrics as JSON." };
        var command = new Command("train", "Train a tagger on labelled sentences, score it, and save it as a model folder.");
        data.AddTo(command);
        foreach (Option option in new Option[] { output, encoder, overwrite, resume, dtype, sample, json })
        {
            command.Add(option);
        }

        training.AddTo(command);
        threads.AddTo(command);
        command.SetAction(result =>
        {
            TrainingOptions options = training.Of(result, context);
            string encoderFolder = context.Models.Find(result.GetRequiredValue(encoder));
            TaskData task = data.Read(result, context);
            var destination = new Destination(result.GetRequiredValue(output), result.GetValue(overwrite), result.GetValue(resume));
            bool half = result.GetValue(dtype) == "f16";
            Notices.WriteHead(encoderFolder, options, task, context);
            using Workers workers = threads.Start(result);
            return Run(context, task, encoderFolder, options, destination, half, workers, result.GetValue(sample), result.GetValue(json));
        });
        return command;
    }

    private static int Run(
        CliContext context, TaskData task, string encoder, TrainingOptions options, Destination destination, bool half, Workers workers,
        string? sample, bool json)
    {
        FineTuning.Outcome outcome;
        CancellationToken cancellation = context.TakeOverInterrupts();
        try
        {
            outcome = TrainingView.Show(context, progress => FineTuning.Run(task, encoder, options, workers, destination, progress, half, cancellation));
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine($"Interrupted and saved. Continue with the same command and --resume (folder {destination.Path}).");
            return ExitCode.No;
        }

        using (outcome.Tagger)
        {
            if (json)
            {
                context.Out.WriteLine(outcome.Metrics.ToJson());
            }
            else
            {
                ReportView.Write(context, outcome);
                context.Out.WriteLine($"Model saved in {destination.Path}; tag text with: maner predict --model {destination.Path} FILE");
            }

            if (outcome is { Dev: null, Test: null })
            {
                context.Error.WriteLine("Note: there are no dev and no test sentences, so no score can be known. Hold labelled sentences back and name them with --dev or --test.");
            }

            if (outcome.Training.Warning is { } warning)
            {
                context.Error.WriteLine($"Warning: {Flags.InText(warning)}");
            }

            if (sample is not null)
            {
                foreach (TaggedSentence tagged in outcome.Tagger.Tag([Sentence.FromText(sample, outcome.Tagger.Words)]))
                {
                    EntityMarkup.Write(json ? CliContext.PlainConsole(context.Error) : context.Console, tagged);
                }
            }
        }

        return ExitCode.Success;
    }
}
