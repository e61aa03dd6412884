using Maner.Hub;
using Maner.Hub.Models;
using Maner.Hub.Protocol;

namespace Maner;

/// <summary>
/// Models of the Hugging Face hub. Nothing is fetched unless it is asked for here by name; <see cref="NerModel"/> and <see cref="NerTrainer"/> take the
/// folder that comes back. The cache and the variables of the environment are those of Python's <c>huggingface_hub</c>. Thread-safe.
/// </summary>
public static class ModelHub
{
    /// <summary>The folder of a model: of the cache when it is there, otherwise it is fetched, continuing what was interrupted, and every file is checked by its hash.</summary>
    /// <param name="name"><c>OWNER/NAME</c>, <c>OWNER/NAME@REVISION</c>, or a short name that <c>maner models list</c> shows.</param>
    /// <param name="update">Whether to ask the hub for the newest version of a model that is in the cache; otherwise that is taken without a request.</param>
    /// <param name="progress">Told as bytes come.</param>
    /// <param name="cancellation">Ends it; what has come is kept, and the next call continues from there.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="InvalidDataException">A variable of the environment has a value that makes no sense.</exception>
    /// <exception cref="IOException">The hub has no such model, or refuses it, or cannot be reached, or the disk is full. The message says what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<string> GetAsync(string name, bool update = false, IProgress<ModelDownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var models = new HubModels(HubSettings.FromEnvironment(), new Listener(progress));
        HubModelName model = KnownEncoders.Resolve(name, repo => models.Cache.Find(repo) is not null)
            ?? throw new ArgumentException($"Expected OWNER/NAME of a model of the hub, or the short name of one, found '{name}'.", nameof(name));
        return await models.GetAsync(model, update, check: null, cancellation).ConfigureAwait(false);
    }

    private sealed class Listener(IProgress<ModelDownloadProgress>? progress) : IHubListener
    {
        public void Progress(DownloadProgress state) => progress?.Report(new ModelDownloadProgress(state.File, state.Done, state.Total));

        public void Note(string text)
        {
            // Waits and new names are for people at a command line.
        }
    }
}
