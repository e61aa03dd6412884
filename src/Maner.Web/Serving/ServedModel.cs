using Maner.Tensors;

namespace Maner.Web.Serving;

/// <summary>A model under its name: always one version, which another may replace at any time. Thread-safe.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    private readonly Func<ModelVersion> _load;
    private readonly SemaphoreSlim _loading = new(1);
    private volatile ModelVersion _current;
    private volatile bool _isDisposed;

    /// <summary>Loads the first version.</summary>
    /// <param name="name">What requests call it.</param>
    /// <param name="counters">Its figures.</param>
    /// <param name="load">Loads a version.</param>
    public ServedModel(string name, ModelCounters counters, Func<ModelVersion> load)
    {
        (Name, Counters, _load) = (name, counters, load);
        _current = load();
    }

    /// <summary>What requests call it.</summary>
    public string Name { get; }

    /// <summary>Its figures, over all versions.</summary>
    public ModelCounters Counters { get; }

    /// <summary>The version that new requests get.</summary>
    public ModelVersion Current => _current;

    /// <summary>Holds the version of this moment.</summary>
    /// <exception cref="ObjectDisposedException">The server has ended.</exception>
    public HeldVersion Hold()
    {
        while (true)
        {
            ModelVersion version = _current;
            if (version.TryHold())
            {
                return new HeldVersion(version);
            }

            ObjectDisposedException.ThrowIf(_isDisposed, this); // otherwise another version has just taken its place
        }
    }

    /// <summary>Loads the model again and puts the new version in the place of the old one at once; requests in flight finish on the old one.</summary>
    /// <returns>Whether it is another version.</returns>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other; the old version stays.</exception>
    /// <exception cref="IOException">A file is missing; the old version stays.</exception>
    public Task<bool> ReloadAsync(CancellationToken cancellation) => ReplaceAsync(_load, cancellation);

    /// <summary>The same with a version from elsewhere.</summary>
    public async Task<bool> ReplaceAsync(Func<ModelVersion> load, CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ModelVersion loaded = await Background.RunLong(load).ConfigureAwait(false);
            ModelVersion old = _current;
            _current = loaded;
            await old.LetGoAsync().ConfigureAwait(false);
            return old.Id != loaded.Id;
        }
        finally
        {
            _loading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _current.LetGoAsync().ConfigureAwait(false);
        _loading.Dispose();
    }
}
