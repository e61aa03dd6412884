using System.Globalization;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Training;

namespace Maner.Experiments.Cells;

/// <summary>
/// Data sets and encoders as the records of finished runs tell of them: a record has the name of its data set and the hashes of its files and
/// of its encoder. So a plan, and a report, can be made from an archive where neither the data nor the encoder is at hand.
/// </summary>
internal sealed class ArchiveSource : IPlanSource
{
    private readonly string _name;
    private readonly ModelCatalog _models;
    private readonly IReadOnlyList<CellResult> _records;
    private readonly Dictionary<string, DataFacts> _data;
    private readonly Dictionary<string, EncoderFacts> _encoders;

    /// <param name="name">The archive, for messages.</param>
    /// <param name="records">Its records.</param>
    /// <param name="encoders">The encoders of the experiment, as it names them.</param>
    /// <param name="models">Where encoders are looked up by name or folder.</param>
    /// <exception cref="InvalidDataException">The records do not tell data sets or encoders apart.</exception>
    public ArchiveSource(string name, IReadOnlyList<CellResult> records, IReadOnlyCollection<string> encoders, ModelCatalog models)
    {
        (_name, _records, _models) = (name, records, models);
        Engine = Only(records.Select(record => record.Key.Engine), CellKey.CurrentEngine);
        Crf = Only(records.Select(record => record.Key.Crf).OfType<int>(), CellKey.CurrentCrf);
        _data = records.GroupBy(record => record.Data, StringComparer.Ordinal).ToDictionary(group => group.Key, group => FactsOf(group.Key, [.. group]), StringComparer.Ordinal);
        _encoders = Match(encoders);
    }

    /// <inheritdoc/>
    public int Engine { get; }

    /// <inheritdoc/>
    public int Crf { get; }

    /// <inheritdoc/>
    public string Place => "in the archive";

    /// <inheritdoc/>
    public string Searched => "in the archive";

    /// <summary>How each encoder of the experiment was told among the archive's.</summary>
    public IReadOnlyList<string> EncoderNotes { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<DataFolder> List() => [.. _data.Keys.Order(StringComparer.Ordinal).Select(name => new DataFolder(name, name))];

    /// <inheritdoc/>
    public DataFolder? Find(string name) => _data.ContainsKey(name) ? new DataFolder(name, name) : null;

    /// <inheritdoc/>
    public DataFolder? FindFolder(string path) => Find(path) ?? Find(Path.GetFileName(path));

    /// <inheritdoc/>
    public string Missing(string name) =>
        $"expected results on '{name}' in {_name}, found none. Leave it out of the block, or name the folder of data sets (the data root) to count its runs as missing.";

    /// <inheritdoc/>
    public DataFacts Read(DataFolder folder) => _data[folder.Name];

    /// <inheritdoc/>
    public EncoderFacts Encoder(string name) => _encoders[name];

    private static int Only(IEnumerable<int> values, int current) => values.Distinct().ToArray() is [var only] ? only : current;

    private DataFacts FactsOf(string data, CellResult[] records)
    {
        string? dev = Hash(key => key.DevSha256), test = Hash(key => key.TestSha256); // a simulation reads no dev file
        if (records.Any(record => record.Key.TrainSha256 != records[0].Key.TrainSha256 || (record.Key.DevSha256 ?? dev) != dev || (record.Key.TestSha256 ?? test) != test))
        {
            throw new InvalidDataException(
                $"{_name}: expected the same files behind all results of '{data}', found several. Name the folder that holds the right ones as the data root.");
        }

        // Who learned from all sentences tells how many there are; a subset is smaller than its file.
        int? train = records.FirstOrDefault(record => record.Key.SubsetSeed is null)?.Key.Sentences;
        int? devSentences = records.Where(record => record.Key.DevSentences is null).Select(record => record.Last.Dev?.Sentences.Length).FirstOrDefault(length => length is not null)
            ?? records.Max(record => record.Key.DevSentences) + 1;
        return new DataFacts(File("train", records[0].Key.TrainSha256)!, File("dev", dev), File("test", test), train, devSentences);

        string? Hash(Func<CellKey, string?> of) => records.Select(record => of(record.Key)).FirstOrDefault(hash => hash is not null);

        FileFacts? File(string role, string? hash) => hash is null ? null : new FileFacts(hash, $"{data}, {role}");
    }

    /// <summary>The experiment's encoders among those of the records: by their content where they are at hand, by elimination where one is left on both sides.</summary>
    private Dictionary<string, EncoderFacts> Match(IReadOnlyCollection<string> names)
    {
        string[] hashes = [.. _records.Select(record => record.Key.EncoderSha256).Distinct()];
        var matched = new Dictionary<string, EncoderFacts>(StringComparer.Ordinal);
        var notes = new List<string>();
        foreach (string name in names)
        {
            if (AtHand(name) is { } facts && hashes.Contains(facts.Sha256))
            {
                matched.Add(name, facts);
                notes.Add($"Encoder {name} is the one at hand under this name: its content has the hash that the records have, {facts.Sha256}.");
            }
        }

        string[] namesLeft = [.. names.Except(matched.Keys)], hashesLeft = [.. hashes.Except(matched.Values.Select(encoder => encoder.Sha256))];
        if (namesLeft is [var last] && hashesLeft is [var hash])
        {
            matched.Add(last, new EncoderFacts(last, hash, ResolveByRecords(last, hash)));
            notes.Add($"Encoder {last} is not at hand with the content that the records have; it is taken to be the only other one of the archive, {hash}.");
        }
        else if (namesLeft.Length > 0)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_name}: expected to tell the encoders {string.Join(", ", namesLeft)} by their content or as the only one left, found {hashesLeft.Length} other encoders in the results. ") +
                "Put the encoder that was used in its place, or leave the blocks with the others out.");
        }

        EncoderNotes = notes;
        return matched;
    }

    private EncoderFacts? AtHand(string name)
    {
        try
        {
            return EncoderFacts.Of(EncoderIdentity.Of(name, _models.Find(name)));
        }
        catch (IOException)
        {
            return null; // it need not be there: the records tell of it
        }
    }

    /// <summary>The default learning rate depends on the encoder's width, which no record has; but records have the rate.</summary>
    private Func<TrainingOptions, TrainingOptions> ResolveByRecords(string name, string hash)
    {
        float[] rates = [.. _records.Where(record => record.Key.EncoderSha256 == hash).Select(record => record.Key.Options.LearningRate).OfType<float>().Distinct()];
        return options => options.LearningRate is not null ? options
            : rates is [var only] ? options with { LearningRate = only }
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_name}: expected one learning rate in the results of encoder '{name}', whose default is not known without its folder, found {rates.Length}. ") +
                "Put the encoder in its place, or write 'learning-rate' under 'options'.");
    }
}
