using Maner.Experiments.Corpora;
using Maner.Ner;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>Data sets and encoders as files, each read and hashed once.</summary>
/// <param name="root">Where data sets are looked up by name.</param>
/// <param name="models">Where encoders are looked up by name or folder.</param>
internal sealed class FileSource(DataRoot root, ModelCatalog models) : IPlanSource
{
    private readonly Dictionary<string, DataFacts> _data = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EncoderFacts> _encoders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Engine => CellKey.CurrentEngine;

    /// <inheritdoc/>
    public int Crf => CellKey.CurrentCrf;

    /// <inheritdoc/>
    public string Place => "there";

    /// <inheritdoc/>
    public string Searched => $"under the data root '{root.Path}'";

    /// <inheritdoc/>
    public IReadOnlyList<DataFolder> List() => root.List();

    /// <inheritdoc/>
    public DataFolder? Find(string name) => root.Find(name);

    /// <inheritdoc/>
    public DataFolder? FindFolder(string path) =>
        File.Exists(Path.Combine(path, DataFolder.TrainFile)) ? new DataFolder(Path.GetFileName(path), path) : null;

    /// <inheritdoc/>
    public string Missing(string name) => root.Missing(name);

    /// <inheritdoc/>
    public DataFacts Read(DataFolder folder)
    {
        if (_data.TryGetValue(folder.Path, out DataFacts? known))
        {
            return known;
        }

        var data = TaskData.Read(folder.Train, folder.Dev, folder.Test);
        return _data[folder.Path] = new DataFacts(
            new FileFacts(data.Train.Sha256, Path.GetFullPath(folder.Train)),
            data.Dev is { } dev ? new FileFacts(dev.Sha256, Path.GetFullPath(folder.Dev!)) : null,
            data.Test is { } test ? new FileFacts(test.Sha256, Path.GetFullPath(folder.Test!)) : null,
            data.Train.Sentences.Count, data.Dev?.Sentences.Count);
    }

    /// <inheritdoc/>
    public EncoderFacts Encoder(string name)
    {
        if (!_encoders.TryGetValue(name, out EncoderFacts? facts))
        {
            facts = EncoderFacts.Of(EncoderIdentity.Of(Directory.Exists(name) ? Path.GetFullPath(name) : name, models.Find(name)));
            _encoders.Add(name, facts);
        }

        return facts;
    }
}
