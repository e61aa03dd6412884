using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Training;

/// <summary>A checkpoint that a run continues from.</summary>
internal sealed class SavedRun : IDisposable
{
    internal const string BestName = "best";
    internal const string BestStepsName = "best.steps";
    private readonly SafeTensorsFile _file;

    internal SavedRun(SafeTensorsFile file)
    {
        _file = file;
        State = RunFolder.ReadState(file);
    }

    /// <summary>Where the run stood.</summary>
    public TrainingState State { get; }

    /// <summary>Brings back parameters, moments and the best parameters so far.</summary>
    public IReadOnlyList<ArenaSnapshot>? Restore(IReadOnlyList<IParameterArena> arenas)
    {
        ArgumentNullException.ThrowIfNull(arenas);
        var best = new List<ArenaSnapshot>();
        for (int index = 0; index < arenas.Count; index++)
        {
            var source = new SavedTensors(_file, $"{index}/");
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
}
