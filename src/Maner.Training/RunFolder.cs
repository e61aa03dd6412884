using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner;

namespace Maner.Training;

/// <summary>
/// The files of a run: <c>options.json</c> (what went in), <c>log.jsonl</c> (one line per epoch), <c>checkpoint.safetensors</c> (to continue after
/// an interruption; gone when the run is done). The model's own files join them at the end.
/// </summary>
internal sealed class RunFolder
{
    private const string OptionsFile = "options.json";
    private const string LogFile = "log.jsonl";
    private const string CheckpointFile = "checkpoint.safetensors";
    private const string MetricsFile = "metrics.json";
    private const string StateKey = "maner_state";
    private static readonly string[] s_ownFiles = [OptionsFile, LogFile, MetricsFile];

    /// <summary>What else can be done about an output folder that is not empty.</summary>
    internal const string OtherwiseAdvice =
        $"To replace its files use {nameof(FineTuning.Destination)}.{nameof(FineTuning.Destination.Overwrite)}, to continue its run {nameof(FineTuning.Destination)}.{nameof(FineTuning.Destination.Resume)}.";

    private readonly FolderLock _lock;
    private readonly FileStream _log;
    private readonly Dictionary<string, byte[]> _older;

    private RunFolder(string path, FolderLock taken, FileStream log, Dictionary<string, byte[]> older) => (Path, _lock, _log, _older) = (path, taken, log, older);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Bytes of the log.</summary>
    public long LogLength => _log.Length;

    /// <summary>Whether there is a checkpoint to continue from.</summary>
    public bool HasCheckpoint => File.Exists(Join(Path, CheckpointFile));

    /// <summary>Starts a run in a new or empty folder, or over an old one.</summary>
    /// <exception cref="IOException">The folder exists and may not be overwritten, or cannot be written.</exception>
    public static RunFolder Start(string path, RunOptions options, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool existed = Directory.Exists(path);
        OutputFolder.Create(path, overwrite, OtherwiseAdvice);
        FolderLock? taken = null;
        try
        {
            taken = FolderLock.Take(path);
            AtomicFile.DeleteLeftovers(Join(path, CheckpointFile));
            File.Delete(Join(path, CheckpointFile));
            Dictionary<string, byte[]> older = s_ownFiles.Where(file => File.Exists(Join(path, file))).ToDictionary(file => file, file => File.ReadAllBytes(Join(path, file)));
            AtomicFile.WriteAllText(Join(path, OptionsFile), options.ToJson() + "\n");
            return new RunFolder(path, taken, OpenLog(path, FileMode.Create), older);
        }
        catch
        {
            taken?.Dispose();
            if (!existed && (taken is not null || !Directory.EnumerateFileSystemEntries(path).Any()))
            {
                Directory.Delete(path, recursive: true); // never the folder of a run that was a moment faster
            }

            throw;
        }
    }

    /// <summary>Continues an interrupted run; null when it has no checkpoint yet and must start from the beginning.</summary>
    /// <exception cref="InvalidDataException">The run was made with other options or data.</exception>
    /// <exception cref="IOException">There is no run in the folder, or it is already complete.</exception>
    public static (RunFolder Folder, SavedRun? Saved) Resume(string path, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string optionsPath = Join(path, OptionsFile);
        if (!File.Exists(optionsPath))
        {
            throw new FileNotFoundException($"{path}: expected an interrupted run to resume, found no {OptionsFile}. Start it without {nameof(FineTuning.Destination)}.{nameof(FineTuning.Destination.Resume)}.", optionsPath);
        }

        if (File.ReadAllText(optionsPath).TrimEnd() != options.ToJson())
        {
            throw new InvalidDataException(
                $"{optionsPath}: the run was started with other options, data or encoder. Resume it with the same ones, or start again in another folder.");
        }

        string checkpoint = Join(path, CheckpointFile);
        if (!File.Exists(checkpoint) && IsComplete(path, options))
        {
            throw new IOException($"{path}: expected an interrupted run to resume, found one that is complete. Use its model, or train again with {nameof(FineTuning.Destination)}.{nameof(FineTuning.Destination.Overwrite)}.");
        }

        var taken = FolderLock.Take(path);
        try
        {
            AtomicFile.DeleteLeftovers(checkpoint);
            SavedRun? saved = File.Exists(checkpoint) ? OpenCheckpoint(checkpoint) : null;
            FileStream log = OpenLog(path, FileMode.OpenOrCreate);
            log.SetLength(Math.Min(log.Length, saved?.State.LogLength ?? 0));
            log.Seek(0, SeekOrigin.End);
            return (new RunFolder(path, taken, log, []), saved);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line to the log.</summary>
    public void Log(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using (var json = new Utf8JsonWriter(_log))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _log.Write("\n"u8);
        _log.Flush();
    }

    /// <summary>Saves all that the run needs to continue, crash-safe: the old checkpoint is there until the new one is whole.</summary>
    /// <param name="state">How far the run is.</param>
    /// <param name="arenas">All that is trained.</param>
    /// <param name="best">The best parameters so far, an arena each; null without.</param>
    public void Save(TrainingState state, IReadOnlyList<IParameterArena> arenas, IReadOnlyList<ArenaSnapshot>? best)
    {
        var tensors = new List<TensorToWrite>();
        for (int index = 0; index < arenas.Count; index++)
        {
            foreach (NamedTensor tensor in arenas[index].TrainingState)
            {
                tensors.Add(new TensorToWrite($"{index}/{tensor.Name}", [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values()));
            }

            if (best is not null)
            {
                ArenaSnapshot snapshot = best[index];
                tensors.Add(new TensorToWrite($"{index}/{SavedRun.BestName}", [snapshot.Values.Length], DType.F32, () => snapshot.Values.Span));
                tensors.Add(new TensorToWrite($"{index}/{SavedRun.BestStepsName}", [1], DType.F32, () => new float[] { snapshot.Steps }));
            }
        }

        var metadata = new Dictionary<string, string> { [StateKey] = JsonSerializer.Serialize(state, TrainingJson.Default.TrainingState) };
        SafeTensorsWriter.Write(Join(Path, CheckpointFile), tensors, metadata, withHash: true);
    }

    /// <summary>Ends the run: the checkpoint goes.</summary>
    public void Complete() => File.Delete(Join(Path, CheckpointFile));

    /// <summary>Takes back what a failed run wrote, so that nothing half-written is left: an older run's files are there again.</summary>
    /// <param name="removeFolder">Whether the run had made the folder.</param>
    public void Discard(bool removeFolder)
    {
        Close();
        File.Delete(Join(Path, CheckpointFile));
        foreach (string file in s_ownFiles)
        {
            if (_older.TryGetValue(file, out byte[]? content))
            {
                AtomicFile.Write(Join(Path, file), stream => stream.Write(content));
            }
            else
            {
                File.Delete(Join(Path, file));
            }
        }

        if (removeFolder && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }
    }

    /// <summary>Writes <c>metrics.json</c>, crash-safe.</summary>
    public void WriteMetrics(string json) => AtomicFile.WriteAllText(Join(Path, MetricsFile), json);

    /// <summary>Closes the log, and leaves the folder to others.</summary>
    public void Close()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    internal static TrainingState ReadState(SafeTensorsFile file) =>
        file.Metadata.TryGetValue(StateKey, out string? json) && JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingState) is { } state
            ? state
            : throw new InvalidDataException($"{file.Path}: expected a checkpoint of a training run, found no '{StateKey}'.");

    private static SavedRun OpenCheckpoint(string path)
    {
        SafeTensorsFile? file = null;
        try
        {
            file = SafeTensorsFile.Open(path);
            file.RequireIntact();
            return new SavedRun(file);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            file?.Dispose();
            throw new InvalidDataException(
                $"{path}: expected the checkpoint of the interrupted run, found a damaged file: {error.Message} Delete it, and {nameof(FineTuning.Destination)}.{nameof(FineTuning.Destination.Resume)} begins from the start.", error);
        }
    }

    private static FileStream OpenLog(string path, FileMode mode) => new(Join(path, LogFile), mode, FileAccess.Write, FileShare.Read);

    /// <summary>Whether the folder holds the model of this run: not that of an older one that this run was to replace.</summary>
    private static bool IsComplete(string path, RunOptions options) =>
        ModelManifest.Load(path)?.Options is { } made && JsonNode.DeepEquals(made, JsonNode.Parse(options.ToJson()));

    private static string Join(string folder, string file) => System.IO.Path.Combine(folder, file);
}
