using Maner.Web.Hosting;

namespace Maner.Web.Serving;

/// <summary>The models of a server, by name.</summary>
internal sealed class ServedModels : IAsyncDisposable
{
    private readonly Dictionary<string, ServedModel> _models = new(StringComparer.Ordinal);

    /// <summary>The models; the first is the one of requests that name none.</summary>
    public ServedModels(IReadOnlyList<ServedModel> models)
    {
        Default = models[0];
        All = models;
        foreach (ServedModel model in models)
        {
            _models.Add(model.Name, model);
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ServedModel> All { get; }

    /// <summary>The model of requests that name none.</summary>
    public ServedModel Default { get; }

    /// <summary>Loads the models of some folders.</summary>
    /// <exception cref="InvalidDataException">A folder's files do not fit each other, or two models have one name.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static ServedModels Load(ServingOptions options, TimeProvider time)
    {
        if (options.Models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"Expected models with different names, found two called '{twice.Key}'. Name them: NAME=FOLDER.");
        }

        return new ServedModels([.. options.Models.Select(model =>
        {
            var counters = new ModelCounters();
            return new ServedModel(model.Name, counters, () => ModelVersion.Load(model.Folder, options, counters, time));
        })]);
    }

    /// <summary>A model.</summary>
    /// <param name="name">Its name; null for the default.</param>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public ServedModel Find(string? name) => name is null ? Default : _models.TryGetValue(name, out ServedModel? model)
        ? model
        : throw ProblemException.NotFound($"Expected the name of a model ({string.Join(", ", All.Select(served => served.Name))}), found '{name}'.");

    public async ValueTask DisposeAsync()
    {
        foreach (ServedModel model in All)
        {
            await model.DisposeAsync().ConfigureAwait(false);
        }
    }
}
