using System.Text;

namespace Maner.Experiments.Clusters;

/// <summary>
/// The batch script of an array job for Slurm. A task that is requeued, or killed with its machine, starts the same command again and finds
/// what is finished in the shared folder.
/// </summary>
internal static class SlurmScript
{
    /// <summary>Writes the script.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">More options of sbatch, such as <c>--partition=short</c>, a line each.</param>
    /// <exception cref="InvalidDataException">An option would be no option line.</exception>
    public static string Write(ClusterJob job, IReadOnlyList<string> options)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FirstOrDefault(option => !option.StartsWith('-') || option.Any(char.IsControl)) is { } bad)
        {
            throw new InvalidDataException($"Options of sbatch: expected one option each, such as --partition=short, found '{bad}'. Give each by itself.");
        }

        if (job.Folder.Any(char.IsControl))
        {
            throw new InvalidDataException($"{job.Folder}: expected a folder whose name has no control characters, since a script is written with it. Choose another folder of results.");
        }

        // '%' begins a placeholder in names of Slurm's files.
        string logs = $"{job.Folder.Replace("%", "%%", StringComparison.Ordinal)}/logs/slurm-%A_%a.log";
        var text = new StringBuilder("#!/bin/bash\n");
        string[] lines =
        [
            $"--job-name={job.Name}", $"--array=0-{job.Tasks - 1}{(job.MostAtOnce is { } most ? $"%{most}" : "")}", "--ntasks=1",
            $"--cpus-per-task={job.Jobs * job.Threads}", .. job.MemoryMib is { } memory ? [$"--mem={memory}M"] : Array.Empty<string>(),
            "--requeue", "--open-mode=append", $"--output=\"{logs}\"", .. options,
        ];
        foreach (string line in lines)
        {
            text.Append("#SBATCH ").Append(line).Append('\n');
        }

        const string Part = "$SLURM_ARRAY_TASK_ID";
        return text.Append("\n# The program itself gets the signals: it ends in order, and a requeued task continues with what is left.\nexec ")
            .AppendJoin(' ', job.Command(Part).Select(word => word.StartsWith(Part, StringComparison.Ordinal) ? $"\"{word}\"" : Quote(word))).Append('\n').ToString();
    }

    private static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '/' or '.' or '=' or ',') && word.Length > 0
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
