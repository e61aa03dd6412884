using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Maner.Model.Storage;

namespace Maner.Annotation.Learning;

/// <summary>Runs a job in a child process, so that a training run that has no memory left, or is killed, takes nothing with it.</summary>
/// <param name="program">The program.</param>
/// <param name="folders">Where the job is written to, and what went wrong.</param>
internal sealed class ChildTrainingRunner(TrainingProgram program, ModelFolders folders) : ITrainingRunner
{
    private const int MostSaid = 4_000;

    /// <inheritdoc/>
    public async Task RunAsync(TrainingJob job, Action<JobMessage> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folders.Path);
        AtomicFile.WriteAllText(folders.JobFile, JsonSerializer.Serialize(job, LearningJson.Default.TrainingJob));
        using Process child = program.Start(folders.JobFile);
        var said = new StringBuilder();
        Task errors = ReadErrorsAsync(child, said);
        try
        {
            while (await child.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                if (Parse(line) is { } message)
                {
                    report(message);
                }
                else
                {
                    said.AppendLine(line);
                }
            }

            await child.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            if (!child.HasExited)
            {
                child.Kill(entireProcessTree: true);
            }

            await child.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await errors.ConfigureAwait(false);
        if (child.ExitCode != 0)
        {
            throw Failed(child.ExitCode, said.ToString().Trim());
        }
    }

    private static async Task ReadErrorsAsync(Process child, StringBuilder said)
    {
        while (await child.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (said.Length < MostSaid)
            {
                said.AppendLine(line);
            }
        }
    }

    private static JobMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LearningJson.Default.JobMessage);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The failure as a sentence; all that the child said goes to the log.</summary>
    private TrainingFailedException Failed(int code, string said)
    {
        File.AppendAllText(folders.LogFile, FormattableString.Invariant($"exit code {code}\n{said}\n"));
        string first = said.Split('\n')[0].Trim();
        return new TrainingFailedException(first.Length > 0
            ? $"{first} All that was said is in {folders.LogFile}."
            : FormattableString.Invariant($"its process ended with code {code} without a word: it was killed, or memory was short. It is tried again; fewer programs beside it would help."));
    }
}
