using System.Text.Json;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Text.Tokenization.Json;

namespace Maner.Training;

/// <summary>
/// The files of a run: <c>options.json</c> (what went in), <c>log.jsonl</c> (how it goes), checkpoints (to continue from after an interruption; gone
/// when the run is done) and, when it is done, <c>metrics.json</c>. With more than one checkpoint they are written in turn, so that one is always
/// whole. The model's own files are next to them; those of an older one stay until there is a new one.
/// </summary>
internal sealed class RunFolder<TState> : IDisposable
    where TState : class, IRunState<TState>, new()
{
    /// <summary>The name of the log.</summary>
    public const string LogFile = "log.jsonl";

    private const string OptionsFile = "options.json";
    private const string MetricsFile = "metrics.json";
    private static readonly string[] s_files = [OptionsFile, LogFile, MetricsFile, .. TState.Kind.OtherFiles];
    private static readonly string[] s_modelFiles =
        [TaggerFolder.WeightsFile, TaggerFolder.ConfigFile, .. TokenizerFolder.FileNames, TaggerFolder.CrfFile, ModelManifest.FileName];

    private readonly FolderLock _lock;
    private readonly Dictionary<string, byte[]>? _older;
    private readonly FileStream _log = null!; // only where the constructor fails
    private RunCheckpoint<TState>? _saved;
    private int _next;

    private RunFolder(Destination destination, string options)
    {
        (Path, _lock) = (destination.Path, FolderLock.Take(destination.Path));
        try
        {
            foreach (string file in (string[])[.. TState.Kind.Checkpoints, .. s_files, .. s_modelFiles])
            {
                AtomicFile.DeleteLeftovers(Join(Path, file));
            }

            if (destination.Resume)
            {
                OpenNewestCheckpoint();
            }
            else
            {
                _older = s_files.Where(file => File.Exists(Join(Path, file))).ToDictionary(file => file, file => File.ReadAllBytes(Join(Path, file)));
                DeleteCheckpoints(); // before there are options that they do not belong to
                File.Delete(Join(Path, MetricsFile));
                AtomicFile.WriteAllText(Join(Path, OptionsFile), options + "\n");
            }

            State = _saved?.State ?? new TState();
            _log = new FileStream(Join(Path, LogFile), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            _log.SetLength(Math.Min(_log.Length, State.LogLength));
            _log.Seek(0, SeekOrigin.End);
        }
        catch
        {
            Discard();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where the run stands when it begins or continues.</summary>
    public TState State { get; }

    /// <summary>Whether this run has saved itself.</summary>
    public bool HasCheckpoint => Checkpoints(Path).Any(File.Exists);

    /// <summary>Starts a run in an existing folder, or continues one, from its newest checkpoint that is whole; without any from the beginning.</summary>
    /// <param name="destination">The folder.</param>
    /// <param name="options">What goes in, as JSON: a resumed run must have the same.</param>
    /// <exception cref="InvalidDataException">The run to resume was made with other options or data, or its checkpoints are damaged.</exception>
    /// <exception cref="IOException">There is no run to resume, or it is complete; another is at work there; or the folder cannot be written.</exception>
    public static RunFolder<TState> Open(Destination destination, string options)
    {
        if (destination.Resume)
        {
            RequireInterrupted(destination.Path, options);
        }

        return new RunFolder<TState>(destination, options);
    }

    /// <summary>Brings back what the checkpoint to continue from has; nothing at the beginning.</summary>
    /// <returns>The best parameters so far; null where there are none.</returns>
    public IReadOnlyList<ArenaSnapshot>? Restore(IReadOnlyList<IParameterArena> arenas)
    {
        using RunCheckpoint<TState>? saved = _saved;
        _saved = null;
        return saved?.Restore(arenas);
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

    /// <summary>Saves all that the run needs to continue, crash-safe: an older checkpoint is there until this one is whole.</summary>
    /// <param name="state">How far the run is.</param>
    /// <param name="arenas">All that is trained.</param>
    /// <param name="best">The best parameters so far, an arena each; null without.</param>
    public void Save(TState state, IReadOnlyList<IParameterArena> arenas, IReadOnlyList<ArenaSnapshot>? best = null)
    {
        _log.Flush(flushToDisk: true); // a checkpoint may not know of more log than there is after a power cut
        state.LogLength = _log.Length;
        RunCheckpoint<TState>.Write(Join(Path, TState.Kind.Checkpoints[_next]), state, arenas, best);
        _next = (_next + 1) % TState.Kind.Checkpoints.Count;
    }

    /// <summary>Ends the run: its figures are written and the checkpoints go.</summary>
    public void Complete(string metrics)
    {
        AtomicFile.WriteAllText(Join(Path, MetricsFile), metrics + "\n");
        DeleteCheckpoints();
    }

    /// <summary>Closes a failed run and takes back what it wrote: an older run's files are there again. One that was resumed keeps what it has.</summary>
    public void Discard()
    {
        Close();
        if (_older is null)
        {
            return;
        }

        DeleteCheckpoints();
        foreach (string file in s_files)
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
    }

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose()
    {
        _saved?.Dispose();
        _log?.Dispose();
        _lock.Dispose();
    }

    /// <summary>The same where what is left of the log need not be kept, and may not fit on the disk.</summary>
    private void Close()
    {
        try
        {
            _log?.Dispose();
        }
        catch (IOException)
        {
            // the first failure is on its way to the caller
        }

        Dispose();
    }

    private static void RequireInterrupted(string path, string options)
    {
        string file = Join(path, OptionsFile);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{path}: expected an interrupted run to resume, found no {OptionsFile}. Start it without {CallerOptions.Resume}.", file);
        }

        if (File.ReadAllText(file).TrimEnd() is var recorded && !RunDifference.IsNone(recorded, options))
        {
            throw new InvalidDataException(
                $"{file}: the run was started with other options, {TState.Kind.Source} or encoder.{RunDifference.Describe(recorded, options)} Resume it with the same ones, or start again in another folder.");
        }

        if (File.Exists(Join(path, MetricsFile)) && !Checkpoints(path).Any(File.Exists))
        {
            throw new IOException($"{path}: expected an interrupted run to resume, found one that is complete. {TState.Kind.WhenComplete}");
        }
    }

    private void OpenNewestCheckpoint()
    {
        InvalidDataException? damage = null;
        foreach ((int slot, string path) in Checkpoints(Path).Index().Where(checkpoint => File.Exists(checkpoint.Item)))
        {
            try
            {
                var found = RunCheckpoint<TState>.Open(path);
                bool isNewer = _saved is null || (found.State.Step, found.State.Seconds).CompareTo((_saved.State.Step, _saved.State.Seconds)) > 0;
                (isNewer ? _saved : found)?.Dispose();
                (_saved, _next) = isNewer ? (found, (slot + 1) % TState.Kind.Checkpoints.Count) : (_saved, _next);
            }
            catch (InvalidDataException error)
            {
                damage ??= error; // the other one is there for that
            }
        }

        if (_saved is null && damage is not null)
        {
            string them = TState.Kind.Checkpoints.Count == 1 ? "it" : string.Join(" and ", TState.Kind.Checkpoints);
            throw new InvalidDataException(
                $"{damage.Message} Expected a whole checkpoint of the interrupted run, found none that is. Delete {them}, and {CallerOptions.Resume} begins from the start.", damage);
        }
    }

    private void DeleteCheckpoints() => Checkpoints(Path).ToList().ForEach(File.Delete);

    private static IEnumerable<string> Checkpoints(string folder) => TState.Kind.Checkpoints.Select(file => Join(folder, file));

    private static string Join(string folder, string file) => System.IO.Path.Combine(folder, file);
}
