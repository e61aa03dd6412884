using System.Text.Json;
using Maner.Experiments.Plans;
using Maner.Model.Storage;

namespace Maner.Experiments.Cells;

/// <summary>
/// The folder of an experiment: <c>plan.json</c>, one result per cell in <c>cells</c>, locks in <c>locks</c>, and what workers said in
/// <c>logs</c>. It may be on a disk that many machines share.
/// </summary>
internal sealed class ResultStore
{
    private const string PlanFile = "plan.json";

    private ResultStore(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The plan's file.</summary>
    public string PlanPath => Join(PlanFile);

    /// <summary>Opens a folder of results, and makes it where it is not there.</summary>
    /// <exception cref="IOException">The folder cannot be made, or holds something else.</exception>
    public static ResultStore Create(string path)
    {
        bool isOurs = File.Exists(System.IO.Path.Combine(path, PlanFile));
        OutputFolder.Create(path, allowExisting: isOurs);
        foreach (string folder in (ReadOnlySpan<string>)["cells", "locks", "logs"])
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, folder));
        }

        return new ResultStore(path);
    }

    /// <summary>Opens a folder of results.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no experiment.</exception>
    public static ResultStore Open(string path) =>
        File.Exists(System.IO.Path.Combine(path, PlanFile))
            ? new ResultStore(path)
            : throw new DirectoryNotFoundException($"{path}: expected the folder of an experiment with {PlanFile}, found none. Make one with: maner experiment run FILE.yaml --out {path}");

    /// <summary>A cell's lock.</summary>
    public string LockPath(string id) => Join("locks", id + ".lock");

    /// <summary>What a cell's worker said.</summary>
    public string LogPath(string id) => Join("logs", id + ".log");

    /// <summary>A cell's result.</summary>
    public string ResultPath(string id) => Join("cells", id + ".json");

    /// <summary>A cell's result; null when it has none yet.</summary>
    /// <exception cref="InvalidDataException">The file is no result.</exception>
    public CellResult? Read(string id)
    {
        string path = ResultPath(id);
        if (!File.Exists(path))
        {
            return null;
        }

        CellResult? result;
        try
        {
            using FileStream stream = File.OpenRead(path);
            result = JsonSerializer.Deserialize(stream, CellJson.Default.CellResult);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: expected the result of a cell, found something else: {error.Message} Delete the file, and the cell is trained again.", error);
        }

        return result is { Format: CellResult.CurrentFormat, Attempts.Count: > 0 } && result.Id == id && result.Key.Id == id
            ? result
            : throw new InvalidDataException($"{path}: expected the result of cell {id}, found that of another cell or version. Delete the file, and the cell is trained again.");
    }

    /// <summary>Writes a cell's result, crash-safe.</summary>
    public void Write(CellResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        AtomicFile.WriteAllText(ResultPath(result.Id), result.ToJson());
    }

    /// <summary>The results that a plan's cells have, by ID, with as many attempts as the plan allows: a second one of an earlier plan counts in no other.</summary>
    public Dictionary<string, CellResult> ReadAll(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Cells.Select(cell => Read(cell.Id)).OfType<CellResult>()
            .ToDictionary(result => result.Id, result => result.WithAttempts(plan.MostAttempts), StringComparer.Ordinal);
    }

    private string Join(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
