using System.Security.Cryptography;
using System.Text;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Clusters;

/// <summary>An experiment as a job of many tasks, each a share of the cells, on machines that share a disk.</summary>
internal sealed record ClusterJob
{
    private const int MostNameLetters = 40;
    private const int HashLetters = 12;

    /// <summary>The job's name: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace in Kubernetes; null for the current one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Full path of the folder of results.</summary>
    public required string Folder { get; init; }

    /// <summary>The program and what comes before its command.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Number of tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Identifies the plan that the shares are of.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Cells side by side in a task.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Threads of each cell.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Memory of a task in MiB; null for the cluster's default.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Tasks at the same time at most; null for no bound.</summary>
    public int? MostAtOnce { get; init; }

    /// <summary>Whether tasks train cells again whose result is a failure.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Number of tasks when each has a number of cells.</summary>
    public static int TasksOf(Plan plan, int cellsATask)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellsATask, 1);
        return (plan.Cells.Count + cellsATask - 1) / cellsATask;
    }

    /// <summary>A short hash of a plan: a task whose plan was replaced must not take its share of another.</summary>
    public static string HashOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plan.ToJson())))[..HashLetters];
    }

    /// <summary>A name that every engine takes.</summary>
    public static string NameOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string letters = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
        return ("maner-" + letters)[..Math.Min(MostNameLetters, "maner-".Length + letters.Length)].TrimEnd('-');
    }

    /// <summary>The command of a task.</summary>
    /// <param name="part">The task's number, or the variable that holds it.</param>
    internal IReadOnlyList<string> Command(string part) =>
    [
        .. Program, "experiment", "work", Folder, "--part", $"{part}/{Tasks}", "--plan", PlanHash, "--jobs", $"{Jobs}", "--threads", $"{Threads}",
        .. RetryFailed ? new[] { "--retry-failed" } : [],
    ];
}
