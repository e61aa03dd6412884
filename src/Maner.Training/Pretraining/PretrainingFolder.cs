using System.Text.Json;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner;

namespace Maner.Training.Pretraining;

/// <summary>
/// The files of a pre-training run: <c>options.json</c> (what went in), <c>log.jsonl</c> (losses as they came), <c>curve.svg</c> (the same,
/// drawn), two checkpoints to continue from, written in turn so that one is always whole, and the model as it is now, as an encoder's folder.
/// </summary>
internal sealed class PretrainingFolder : IDisposable
{
    private const string OptionsFile = "options.json";
    private const string LogFile = "log.jsonl";
    private const string CurveFile = "curve.svg";
    private const string MetricsFile = "metrics.json";
    private const string StateKey = "maner_pretraining_state";
    private static readonly string[] s_checkpoints = ["checkpoint-0.safetensors", "checkpoint-1.safetensors"];
    private readonly FolderLock _lock;
    private readonly FileStream _log;
    private int _next;

    private PretrainingFolder(string path, FolderLock taken, FileMode mode)
    {
        (Path, _lock) = (path, taken);
        _log = new FileStream(Join(path, LogFile), mode, FileAccess.Write, FileShare.Read);
    }

    public string Path { get; }

    public long LogLength => _log.Length;

    /// <summary>Whether this run has saved itself: its last checkpoint and the model as it was then.</summary>
    public bool HasCheckpoint => s_checkpoints.Any(checkpoint => File.Exists(Join(Path, checkpoint)));

    /// <summary>Starts a run in an existing folder; checkpoints of an older one go, its model stays until there is a new one.</summary>
    public static PretrainingFolder Start(string path, PretrainingInputs inputs)
    {
        FolderLock taken = Take(path);
        try
        {
            foreach (string old in (string[])[.. s_checkpoints, MetricsFile])
            {
                File.Delete(Join(path, old));
            }

            AtomicFile.WriteAllText(Join(path, OptionsFile), inputs.ToJson() + "\n");
            return new PretrainingFolder(path, taken, FileMode.Create);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Continues an interrupted run, from the newest checkpoint that is whole; without one from the beginning.</summary>
    /// <returns>The folder and the checkpoint, which the caller disposes of.</returns>
    /// <exception cref="InvalidDataException">The run was made with other options, text or encoder.</exception>
    /// <exception cref="IOException">There is no run in the folder, or it is already complete.</exception>
    public static (PretrainingFolder Folder, SafeTensorsFile? Checkpoint, PretrainingState State) Resume(string path, PretrainingInputs inputs)
    {
        string options = Join(path, OptionsFile);
        if (!File.Exists(options))
        {
            throw new FileNotFoundException($"{path}: expected an interrupted run to resume, found no {OptionsFile}. Start it without {nameof(PretrainingJob.Destination)}.{nameof(PretrainingJob.Destination.Resume)}.", options);
        }

        if (File.ReadAllText(options).TrimEnd() != inputs.ToJson())
        {
            throw new InvalidDataException(
                $"{options}: the run was started with other options, text or encoder. Resume it with the same ones, or start again in another folder.");
        }

        if (File.Exists(Join(path, MetricsFile)))
        {
            throw new IOException($"{path}: expected an interrupted run to resume, found one that is complete. Use its model, or start another run from it, in another folder ({nameof(PretrainingJob.Source)}.{nameof(PretrainingJob.Source.Encoder)}).");
        }

        FolderLock taken = Take(path);
        var found = new List<(SafeTensorsFile File, PretrainingState State, int Slot)>();
        for (int slot = 0; slot < s_checkpoints.Length; slot++)
        {
            if (Open(Join(path, s_checkpoints[slot])) is { } checkpoint)
            {
                found.Add((checkpoint.File, checkpoint.State, slot));
            }
        }

        if (found.Count == 0 && s_checkpoints.FirstOrDefault(checkpoint => File.Exists(Join(path, checkpoint))) is { } damaged)
        {
            taken.Dispose();
            throw new InvalidDataException(
                $"{Join(path, damaged)}: expected a whole checkpoint of the interrupted run, found none that is. Delete {string.Join(" and ", s_checkpoints)}, and {nameof(PretrainingJob.Destination)}.{nameof(PretrainingJob.Destination.Resume)} begins from the start.");
        }

        var best = found.OrderByDescending(checkpoint => checkpoint.State.Step).ThenByDescending(checkpoint => checkpoint.State.Seconds).FirstOrDefault();
        foreach (var other in found.Where(checkpoint => checkpoint.File != best.File))
        {
            other.File.Dispose();
        }

        var folder = new PretrainingFolder(path, taken, FileMode.OpenOrCreate) { _next = best.File is null ? 0 : 1 - best.Slot };
        folder._log.SetLength(Math.Min(folder._log.Length, best.State?.LogLength ?? 0));
        folder._log.Seek(0, SeekOrigin.End);
        return (folder, best.File, best.State ?? new PretrainingState());
    }

    /// <summary>Adds a line to the log.</summary>
    public void Log(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_log))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _log.Write("\n"u8);
        _log.Flush();
    }

    /// <summary>Draws the log.</summary>
    public void Draw() => AtomicFile.WriteAllText(Join(Path, CurveFile), LossCurve.Draw(LossLog.Read(Join(Path, LogFile))));

    /// <summary>Saves all that the run needs to continue, over the older of the two checkpoints: the newer one is there until this one is whole.</summary>
    public void Save(PretrainingState state, IReadOnlyList<IParameterArena> arenas)
    {
        var tensors = new List<TensorToWrite>();
        for (int index = 0; index < arenas.Count; index++)
        {
            foreach (NamedTensor tensor in arenas[index].TrainingState)
            {
                tensors.Add(new TensorToWrite(Prefix(index) + tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values()));
            }
        }

        _log.Flush(flushToDisk: true); // a checkpoint may not know of more log than there is after a power cut
        state.LogLength = LogLength;
        var metadata = new Dictionary<string, string> { [StateKey] = JsonSerializer.Serialize(state, PretrainingJson.Default.PretrainingState) };
        SafeTensorsWriter.Write(Join(Path, s_checkpoints[_next]), tensors, metadata, withHash: true);
        _next = 1 - _next;
    }

    /// <summary>Brings back what <see cref="Save"/> saved.</summary>
    public static void Restore(SafeTensorsFile checkpoint, IReadOnlyList<IParameterArena> arenas)
    {
        for (int index = 0; index < arenas.Count; index++)
        {
            arenas[index].RestoreTrainingState(new SavedTensors(checkpoint, Prefix(index)));
        }
    }

    /// <summary>Ends the run: its figures are written and the checkpoints go.</summary>
    public void Complete(string metrics)
    {
        AtomicFile.WriteAllText(Join(Path, MetricsFile), metrics);
        foreach (string checkpoint in s_checkpoints)
        {
            File.Delete(Join(Path, checkpoint));
        }
    }

    /// <summary>Takes back what a failed run wrote, unless it has a checkpoint or a model to keep.</summary>
    public void Discard()
    {
        Dispose();
        if (s_checkpoints.Append(TaggerFolder.WeightsFile).Any(file => File.Exists(Join(Path, file))))
        {
            return;
        }

        foreach (string file in (string[])[OptionsFile, LogFile, CurveFile])
        {
            File.Delete(Join(Path, file));
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    private static FolderLock Take(string path)
    {
        var taken = FolderLock.Take(path);
        foreach (string file in (string[])
            [.. s_checkpoints, OptionsFile, CurveFile, MetricsFile, TaggerFolder.WeightsFile, TaggerFolder.ConfigFile, TaggerFolder.TokenizerFile])
        {
            AtomicFile.DeleteLeftovers(Join(path, file));
        }

        return taken;
    }

    private static (SafeTensorsFile File, PretrainingState State)? Open(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        SafeTensorsFile? file = null;
        try
        {
            file = SafeTensorsFile.Open(path);
            file.RequireIntact();
            if (file.Metadata.TryGetValue(StateKey, out string? json)
                && JsonSerializer.Deserialize(json, PretrainingJson.Default.PretrainingState) is { } state)
            {
                return (file, state);
            }

        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            // A damaged checkpoint: the other one is there for that.
        }

        file?.Dispose();

        return null;
    }

    private static string Prefix(int arena) => FormattableString.Invariant($"{arena}/");

    private static string Join(string folder, string file) => System.IO.Path.Combine(folder, file);
}
