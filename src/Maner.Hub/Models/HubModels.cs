using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;

namespace Maner.Hub.Models;

/// <summary>Models of the hub by name: from the cache where they are there, else from the hub.</summary>
internal sealed class HubModels : IDisposable
{
    private readonly HubClient _client;
    private readonly IHubListener _listener;
    private readonly TimeProvider _time;
    private readonly Func<string, long?> _freeSpace;

    /// <param name="settings">Where the hub and the cache are.</param>
    /// <param name="listener">Who is told how downloads go.</param>
    /// <param name="handler">What carries requests; null for the network.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="freeSpace">Free bytes of the disk of a folder; null for the system's answer.</param>
    public HubModels(HubSettings settings, IHubListener listener, HttpMessageHandler? handler = null, TimeProvider? time = null, Func<string, long?>? freeSpace = null)
    {
        (Settings, _listener, _time, _freeSpace) = (settings, listener, time ?? TimeProvider.System, freeSpace ?? DiskSpace.Free);
        Cache = new HubCache(settings.CacheFolder);
        _client = new HubClient(settings, handler ?? HubHandler.Create(), _time, listener);
    }

    /// <summary>Where the hub and the cache are.</summary>
    public HubSettings Settings { get; }

    /// <summary>The cache.</summary>
    public HubCache Cache { get; }

    /// <summary>The folder of a model in the cache, found without a request; null when files are missing.</summary>
    /// <param name="name">The model.</param>
    /// <param name="isBest">Whether the hub would be asked for nothing more; otherwise whatever can be read will do.</param>
    public string? FindCached(HubModelName name, bool isBest = false) =>
        Cache.Find(name.Repo) is { } repo && repo.CommitOf(name.Revision) is { } commit && repo.SnapshotOf(commit) is var snapshot && NeededFiles.AreIn(snapshot, isBest) ? snapshot.Folder : null;

    /// <summary>The folder of a model: of the cache when all is there and no news are wanted, else the hub is asked and what is missing is fetched.</summary>
    /// <param name="name">The model.</param>
    /// <param name="update">Whether to ask the hub for the branch's newest commit although a model is here.</param>
    /// <param name="check">Looks at the configuration before anything large is fetched, and throws if the rest is not wanted.</param>
    /// <param name="cancellation">Ends the download; what has come is kept.</param>
    /// <exception cref="HubException">The hub has no such model, or refuses, or cannot be asked.</exception>
    /// <exception cref="HubInterruptedException">It was cancelled.</exception>
    public async Task<string> GetAsync(HubModelName name, bool update, Action<string>? check = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool needsHub = update && !name.IsCommit;
        if (!needsHub && FindCached(name, isBest: true) is { } complete)
        {
            return complete;
        }

        string? usable = FindCached(name);
        if (Settings.OfflineBy is { } variable)
        {
            return usable ?? throw new HubUnavailableException(
                $"Model '{name}': expected it in the cache '{Settings.CacheFolder}', since {variable} forbids requests; found {(Cache.Find(name.Repo) is null ? "nothing" : "not all files")} of it. {Offline.HowToGet(name.ToString(), variable)}");
        }

        var meter = new TransferMeter(_listener);
        try
        {
            return await FetchAsync(name, meter, check, cancellation).ConfigureAwait(false);
        }
        catch (HubUnavailableException problem) when (usable is not null && !(update && problem.IsSetup))
        {
            _listener.Note($"{problem.Message} Model '{name}' is taken as the cache has it.");
            return usable;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new HubInterruptedException($"Model '{name}': interrupted; {Sizes.Text(meter.Fetched)} came in this run and are kept. The same command continues from there.", cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>What the hub says of a file.</summary>
    internal Task<HubAnswer> AskAsync(HubFile file, CancellationToken cancellation) => _client.FindAsync(file, cancellation);

    private async Task<string> FetchAsync(HubModelName name, TransferMeter meter, Action<string>? check, CancellationToken cancellation)
    {
        // The name that the cache has: cases count there, on the hub they do not.
        string asked = Cache.Find(name.Repo)?.Id ?? name.Repo;
        HubAnswer answer = await _client.FindAsync(new HubFile(asked, name.Revision, NeededFiles.Config), cancellation).ConfigureAwait(false);
        RemoteFile config = answer.File ?? throw new HubException(
            $"'{name}': expected a model with {NeededFiles.Config}, found none in the repository. Choose another model, or a revision that has one.");
        CachedRepo repo = Cache.Create(config.Repo);
        if (!string.Equals(config.Repo, name.Repo, StringComparison.OrdinalIgnoreCase))
        {
            _listener.Note($"'{name.Repo}' is called '{config.Repo}' on the hub now. Use that name.");
            Cache.Rename(name.Repo, config.Repo);
        }

        Snapshot snapshot = repo.SnapshotOf(config.Commit);
        var blobs = new BlobDownload(_client, Cache, Settings, _time, _listener, meter);
        await new ModelDownload(_client, blobs, meter, snapshot, config.Repo, _freeSpace).RunAsync(config, check, cancellation).ConfigureAwait(false);
        repo.WriteReference(name.Revision, config.Commit); // last: a branch never points to half a model
        return snapshot.Folder;
    }
}
