using System.Diagnostics;
using System.Reflection;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Tensors;
using Maner.Training;

namespace Maner.Experiments.Cells;

/// <summary>Trains and scores one cell.</summary>
/// <param name="models">Where encoders are looked up by name or folder.</param>
/// <param name="workers">The threads that share all arithmetic.</param>
internal sealed class CellRunner(ModelCatalog models, Workers workers)
{
    // Far from the seeds that anyone lists, so that the second attempt of one cell is not the first of another.
    private const ulong SecondSeedOffset = 1_000_000;

    /// <summary>Does what is left to do for a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="earlier">Its result so far; null for none.</param>
    /// <param name="mostAttempts">Training runs that it may take.</param>
    /// <param name="cancellation">Ends the run; nothing is kept of it.</param>
    /// <exception cref="InvalidDataException">A file is not what it was when the experiment was planned.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public CellResult Run(PlannedCell cell, CellResult? earlier, int mostAttempts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cell);
        string encoder = models.Find(cell.Encoder);
        TaskData data = TaskData.Read(cell.Train, cell.Dev, cell.Test);
        RequireSameFiles(cell, data, encoder);
        if (cell.Key.SubsetSeed is { } subset)
        {
            data = Subset.OfTrain(data, cell.Key.Sentences, subset);
        }

        if (cell.Key.DevSentences is { } count)
        {
            data = Subset.OfDev(data, count);
        }

        List<CellAttempt> attempts = [.. earlier?.Attempts ?? []];
        do
        {
            attempts.Add(Attempt(data, encoder, cell.Key, attempts.Count, cancellation));
        }
        while (attempts[^1].Status != CellStatus.Ok && attempts.Count < mostAttempts);

        return ResultOf(cell, attempts);
    }

    /// <summary>The result of a cell whose process died: memory exhausted, most often.</summary>
    public static CellResult OfDeadProcess(PlannedCell cell, CellResult? earlier, string message)
    {
        ArgumentNullException.ThrowIfNull(cell);
        IReadOnlyList<CellAttempt> attempts = earlier?.Attempts ?? [];
        ulong seed = SeedOf(cell.Key.Options, attempts.Count);
        return ResultOf(cell, [.. attempts, new CellAttempt { Seed = seed, Status = CellStatus.Failed, Message = message }]);
    }

    private static ulong SeedOf(TrainingOptions options, int number) => options.Seed + ((ulong)number * SecondSeedOffset);

    private CellAttempt Attempt(TaskData data, string encoder, CellKey key, int number, CancellationToken cancellation)
    {
        TrainingOptions options = key.Options with { Seed = SeedOf(key.Options, number) };
        var clock = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        CellAttempt attempt;
        try
        {
            attempt = key.Simulation is { } simulation
                ? new Simulation(data, simulation, encoder, options, workers).Run(cancellation)
                : Train(data, encoder, options, cancellation);
        }
        catch (Exception error) when (error is InvalidDataException or OptionException)
        {
            // Files were read before: what is left is a run whose loss is no number any more, or one of more updates than can be counted.
            attempt = new CellAttempt { Seed = options.Seed, Status = CellStatus.Failed, Message = error.Message };
        }

        return attempt with
        {
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
            CpuSeconds = Math.Round((Environment.CpuUsage.TotalTime - before).TotalSeconds, 3),
            PeakMemoryMib = PeakMemory.Mib(),
        };
    }

    private CellAttempt Train(TaskData data, string encoder, TrainingOptions options, CancellationToken cancellation)
    {
        FineTuning.Outcome outcome = FineTuning.Run(data, encoder, options, workers, cancellation: cancellation);
        using (outcome.Tagger)
        {
            TrainingResult training = outcome.Training;
            IReadOnlySet<string> seen = data.TrainTexts;
            return new CellAttempt
            {
                Seed = options.Seed,
                Status = training.Warning is null ? CellStatus.Ok : CellStatus.Collapsed,
                Message = training.Warning,
                Dev = outcome.Dev is null ? null : CellScores.Of(outcome.Dev.Sentences, seen),
                Test = outcome.Test is null ? null : CellScores.Of(outcome.Test.Sentences, seen),
                Updates = training.Updates,
                Epochs = training.Epochs,
                BestEpoch = training.BestEpoch,
                FinalLoss = Math.Round(training.FinalLoss, 6),
                TrainingSeconds = Math.Round(training.Seconds, 3),
            };
        }
    }

    private static CellResult ResultOf(PlannedCell cell, IReadOnlyList<CellAttempt> attempts) => new()
    {
        Id = cell.Id,
        Data = cell.Data,
        Key = cell.Key,
        Attempts = attempts,
        Machine = Machine.Here,
        Version = typeof(CellRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Finished = DateTime.UtcNow,
    };

    private static void RequireSameFiles(PlannedCell cell, TaskData data, string encoder)
    {
        foreach ((string? planned, string? found, string? file) in new[]
        {
            (cell.Key.TrainSha256, data.Train.Sha256, cell.Train),
            (cell.Key.DevSha256, data.Dev?.Sha256, cell.Dev),
            (cell.Key.TestSha256, data.Test?.Sha256, cell.Test),
            (cell.Key.EncoderSha256, EncoderIdentity.Of(cell.Encoder, encoder).Sha256, encoder),
        })
        {
            if (planned != found)
            {
                throw new InvalidDataException(
                    $"{file}: expected the content that cell {cell.Id} was planned with (SHA-256 {planned?[..12]}…), found another ({found?[..12]}…). " +
                    "Restore it, or plan again by running the experiment file.");
            }
        }
    }
}
