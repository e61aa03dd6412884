using System.Text.Json;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Training;

/// <summary>A file with all that a run needs to continue: parameters, moments, the best parameters so far, and its state.</summary>
internal sealed class RunCheckpoint<TState> : IDisposable
    where TState : class, IRunState<TState>
{
    private const string BestName = "best";
    private const string BestStepsName = "best.steps";
    private readonly SafeTensorsFile _file;

    private RunCheckpoint(SafeTensorsFile file, TState state) => (_file, State) = (file, state);

    /// <summary>Where the run stood.</summary>
    public TState State { get; }

    /// <summary>Writes one, crash-safe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">How far the run is.</param>
    /// <param name="arenas">All that is trained.</param>
    /// <param name="best">The best parameters so far, an arena each; null without.</param>
    public static void Write(string path, TState state, IReadOnlyList<IParameterArena> arenas, IReadOnlyList<ArenaSnapshot>? best)
    {
        var tensors = new List<TensorToWrite>();
        for (int index = 0; index < arenas.Count; index++)
        {
            foreach (NamedTensor tensor in arenas[index].TrainingState)
            {
                tensors.Add(new TensorToWrite(Prefix(index) + tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values()));
            }

            if (best is not null)
            {
                ArenaSnapshot snapshot = best[index];
                tensors.Add(new TensorToWrite(Prefix(index) + BestName, [snapshot.Values.Length], DType.F32, () => snapshot.Values.Span));
                tensors.Add(new TensorToWrite(Prefix(index) + BestStepsName, [1], DType.F32, () => new float[] { snapshot.Steps }));
            }
        }

        var metadata = new Dictionary<string, string> { [TState.Kind.StateKey] = JsonSerializer.Serialize(state, TState.Kind.StateJson) };
        SafeTensorsWriter.Write(path, tensors, metadata, withHash: true);
    }

    /// <summary>Opens one that is whole.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of something else.</exception>
    public static RunCheckpoint<TState> Open(string path)
    {
        var file = SafeTensorsFile.Open(path);
        try
        {
            file.RequireIntact();
            return file.Metadata.TryGetValue(TState.Kind.StateKey, out string? json) && JsonSerializer.Deserialize(json, TState.Kind.StateJson) is { Step: >= 0, LogLength: >= 0, Seconds: >= 0 and < 1e12 } state
                ? new RunCheckpoint<TState>(file, state)
                : throw new InvalidDataException($"{path}: expected a checkpoint of a training run, found no '{TState.Kind.StateKey}', or one with numbers below 0.");
        }
        catch (JsonException error)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: expected the state of a training run, found something else ({error.Message}).", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Brings back parameters and moments.</summary>
    /// <returns>The best parameters so far; null where there are none.</returns>
    public IReadOnlyList<ArenaSnapshot>? Restore(IReadOnlyList<IParameterArena> arenas)
    {
        var best = new List<ArenaSnapshot>();
        for (int index = 0; index < arenas.Count; index++)
        {
            var source = new SavedTensors(_file, Prefix(index));
            arenas[index].RestoreTrainingState(source);
            if (source.LengthOf(BestName) is >= 0 and long length)
            {
                var values = new NativeBuffer((nint)length);
                source.Read(BestName, values.Span);
                float[] steps = new float[1]; // exact: a run has far fewer than 2^24 updates
                source.Read(BestStepsName, steps);
                best.Add(new ArenaSnapshot(values, (int)steps[0]));
            }
        }

        return best.Count == 0 ? null : best;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Prefix(int arena) => FormattableString.Invariant($"{arena}/");
}
