using System.Collections.Concurrent;
using Maner.Web.Hosting;
using Maner.Web.Serving;

namespace Maner.Web.Projects;

/// <summary>Which tagger answers for a project: its own where one was trained, else the model that it begins with. Thread-safe.</summary>
/// <param name="models">The models of the server.</param>
/// <param name="serving">How they are loaded.</param>
/// <param name="options">Where trained ones are.</param>
/// <param name="server">The clock.</param>
internal sealed class ProjectModels(ServedModels models, ServingOptions serving, ProjectOptions options, ServerOptions server) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProjectKey, Lazy<ServedModel?>> _own = new();

    /// <summary>The model that a project begins with.</summary>
    /// <param name="name">Its name; null for the default.</param>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public ServedModel Base(string? name) => models.Find(name);

    /// <summary>The folder of the model that a project begins with: where its training starts.</summary>
    public string BaseFolder(ProjectKey key) => serving.Models.Single(model => model.Name == key.Model).Folder;

    /// <summary>The tagger that answers for a project at this moment.</summary>
    public ServedModel Find(ProjectKey key) => _own.TryGetValue(key, out Lazy<ServedModel?>? known) && known.Value is { } own ? own : OfDisk(key) ?? models.Find(key.Model);

    /// <summary>The trained taggers of a project on disk; null where nothing is trained.</summary>
    public ProjectStore? StoreOf(ProjectKey key) => options.Folder is { } folder ? new ProjectStore(Path.Combine(folder, key.Name)) : null;

    /// <summary>Puts a tagger that was just trained in the place of the one that answered so far, at once.</summary>
    public async Task UseAsync(ProjectKey key, string folder, CancellationToken cancellation)
    {
        var counters = new ModelCounters();
        if (_own.TryGetValue(key, out Lazy<ServedModel?>? known) && known.Value is { } own)
        {
            await own.ReplaceAsync(() => ModelVersion.Load(folder, serving, own.Counters, server.Time), cancellation).ConfigureAwait(false);
            return;
        }

        var first = new ServedModel(key.Name, counters, () => ModelVersion.Load(folder, serving, counters, server.Time));
        _own[key] = new Lazy<ServedModel?>(first);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<ServedModel?> model in _own.Values)
        {
            if (model.Value is { } own)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // Loaded with the first request after a start, once. Of projects without a trained tagger nothing is kept: their names are the clients' to make up.
    private ServedModel? OfDisk(ProjectKey key)
    {
        if (StoreOf(key)?.Current is not { } folder)
        {
            return null;
        }

        var counters = new ModelCounters();
        return _own.GetOrAdd(key, _ => new Lazy<ServedModel?>(() => new ServedModel(key.Name, counters, () => ModelVersion.Load(folder, serving, counters, server.Time)))).Value;
    }
}
