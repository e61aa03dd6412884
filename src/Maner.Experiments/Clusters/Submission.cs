using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Experiments.Cells;
using Maner.Model.Storage;

namespace Maner.Experiments.Clusters;

/// <summary>What was submitted last for a folder of results: <c>submission.json</c>.</summary>
/// <param name="Engine"><c>slurm</c> or <c>kubernetes</c>.</param>
/// <param name="Job">The job's number or name there.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="PlanHash">Identifies the plan.</param>
/// <param name="Namespace">The namespace in Kubernetes; null for the current one.</param>
internal sealed record Submission(string Engine, string Job, int Tasks, string PlanHash, string? Namespace = null)
{
    private const string FileName = "submission.json";

    /// <summary>Reads what was submitted for a folder; null when nothing was.</summary>
    public static Submission? Load(ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        string path = Path.Combine(store.Path, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), SubmissionJson.Default.Submission) : null;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: expected what 'maner experiment submit' wrote, found something else: {error.Message} Delete the file; the results tell what is done.", error);
        }
    }

    /// <summary>Writes the file, crash-safe.</summary>
    public void Save(ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        AtomicFile.WriteAllText(Path.Combine(store.Path, FileName), JsonSerializer.Serialize(this, SubmissionJson.Default.Submission) + "\n");
    }
}

/// <summary>Generated serialisation of submissions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Submission))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
