using Maner.Tensors;
using Maner.Text.Data;
using Maner.Training;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Projects;

/// <summary>What became of a wish to train.</summary>
internal enum TrainingAnswer
{
    /// <summary>It will be trained.</summary>
    Accepted,

    /// <summary>The project is in the queue already, or being trained.</summary>
    Busy,

    /// <summary>The server has no folder for trained taggers.</summary>
    Off,
}

/// <summary>
/// Trains taggers for projects, one at a time for the whole server, in the background: requests are answered with the last good tagger until the new one is
/// loaded, and takes its place at once.
/// </summary>
/// <param name="models">Takes the trained taggers.</param>
/// <param name="options">How to train.</param>
/// <param name="log">Takes a line about every run.</param>
internal sealed partial class TrainingQueue(ProjectModels models, ProjectOptions options, ILogger<TrainingQueue> log) : BackgroundService
{
    private const int MostWaiting = 100;
    private readonly Lock _lock = new();
    private readonly List<Order> _orders = []; // the first is being trained
    private readonly SemaphoreSlim _arrived = new(0);
    private int _jobs;

    /// <summary>Asks for a training run.</summary>
    /// <param name="key">The project.</param>
    /// <param name="read">Gets the labelled sentences when its turn has come.</param>
    /// <param name="followsRunning">Whether a run that is at work may be followed by another, since there is something new; else the project counts as busy.</param>
    /// <param name="job">A name for the run.</param>
    public TrainingAnswer Add(ProjectKey key, Func<CancellationToken, Task<DataSet>> read, bool followsRunning, out string job)
    {
        job = "";
        if (options.Folder is null)
        {
            return TrainingAnswer.Off;
        }

        lock (_lock)
        {
            int found = _orders.FindLastIndex(order => order.Key == key);
            bool waits = found >= 0 && !_orders[found].IsRunning;
            if ((found >= 0 && (waits || !followsRunning)) || _orders.Count >= MostWaiting)
            {
                if (waits)
                {
                    _orders[found] = _orders[found] with { Read = read }; // what is newer is trained on
                    job = _orders[found].Job;
                }

                return TrainingAnswer.Busy;
            }

            job = $"{key.Name}-{++_jobs}";
            _orders.Add(new Order(key, read, job, IsRunning: false));
            _arrived.Release();
            return TrainingAnswer.Accepted;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _arrived.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _arrived.WaitAsync(stoppingToken).ConfigureAwait(false);
            Order order;
            lock (_lock)
            {
                order = _orders[0] = _orders[0] with { IsRunning = true };
            }

            try
            {
                await TrainAsync(order, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A run that fails must not end those of others: it is a line of the log, and the tagger stays as it was.
            catch (Exception error)
#pragma warning restore CA1031
            {
                bool isKnown = error is InvalidDataException or IOException or HttpRequestException or UnauthorizedAccessException or OptionException;
                LogFailed(order.Job, error.Message, isKnown ? null : error);
            }
            finally
            {
                lock (_lock)
                {
                    _orders.RemoveAt(0);
                }
            }
        }
    }

    private async Task TrainAsync(Order order, CancellationToken cancellation)
    {
        DataSet data = await order.Read(cancellation).ConfigureAwait(false);
        LogBegins(order.Job, data.Sentences.Count);
        ProjectStore store = models.StoreOf(order.Key)!;
        string folder = store.NewVersion();
        try
        {
            await Background.RunLong(() => Train(data, models.BaseFolder(order.Key), folder, cancellation)).ConfigureAwait(false);
        }
        catch when (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true); // half a run: with the next request there is more to learn from anyway
            throw;
        }

        store.Use(folder);
        await models.UseAsync(order.Key, folder, cancellation).ConfigureAwait(false);
        string version = models.Find(order.Key).Current.Id;
        LogDone(order.Job, version);
    }

    private bool Train(DataSet data, string encoder, string folder, CancellationToken cancellation)
    {
        using var workers = new Workers(options.Threads);
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        FineTuning.Run(new TaskData(data, null, null), encoder, options.Training, workers, new Destination(folder), cancellation: cancellation).Tagger.Dispose();
        return true;
    }

    private sealed record Order(ProjectKey Key, Func<CancellationToken, Task<DataSet>> Read, string Job, bool IsRunning);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Training {Job} begins, with {Sentences} labelled sentences")]
    private partial void LogBegins(string job, int sentences);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "Training {Job} is done: version {Version} answers now")]
    private partial void LogDone(string job, string version);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Training {Job} failed; the tagger stays as it was. {Reason}")]
    private partial void LogFailed(string job, string reason, Exception? error);
}
