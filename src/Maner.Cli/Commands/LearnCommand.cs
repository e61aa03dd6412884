using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Maner.Annotation.Learning;
using Maner.Cli.Views;
using Maner.Tensors;

namespace Maner.Cli.Commands;

/// <summary><c>maner learn JOB.json</c>: what the annotation workbench runs in the background. Not for people.</summary>
internal static class LearnCommand
{
    public static Command Create(CliContext context)
    {
        var job = new Argument<string>("JOB") { Description = "the job, as the workbench writes it." };
        var command = new Command(TrainingProgram.Command, "Does a job of the annotation workbench.") { job };
        command.Hidden = true;
        command.SetAction(result =>
        {
            using (var self = Process.GetCurrentProcess())
            {
                self.PriorityClass = ProcessPriorityClass.Idle; // whoever annotates at the page comes first
            }

            using var parent = CancellationTokenSource.CreateLinkedTokenSource(context.TakeOverInterrupts());
            _ = Background.RunLong(() => EndWithInput(context.Input, parent));
            string path = result.GetRequiredValue(job);
            TrainingJob work = JsonSerializer.Deserialize(File.ReadAllText(path), LearningJson.Default.TrainingJob)
                ?? throw new InvalidDataException($"{path}: expected a job of the annotation workbench, found none. Start the workbench again.");
            using var workers = new Workers(work.Threads);
            try
            {
                new TrainingWork(context.Models, workers).Run(work, message => Say(context.Out, message), parent.Token);
                return ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Ended;
            }
        });
        return command;
    }

    /// <summary>The input ends with the workbench, however that ended: nobody would hear of this job.</summary>
    private static bool EndWithInput(TextReader input, CancellationTokenSource parent)
    {
        while (input.Read() >= 0)
        {
            // Nothing is said on it.
        }

        try
        {
            parent.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The job is done.
        }

        return true;
    }

    private static void Say(TextWriter output, JobMessage message)
    {
        output.WriteLine(JsonSerializer.Serialize(message, LearningJson.Default.JobMessage));
        output.Flush();
    }
}
