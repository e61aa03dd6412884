using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Ner.Selection;

namespace Maner.Annotation.Selection;

/// <summary>
/// The random order of a project's sentences, drawn once and kept: a sentence's place never changes, whatever is labelled, skipped or imported later. So the labelled sentences
/// up to the first open place are a random sample of all text, those included that a strategy happened to choose.
/// </summary>
internal sealed class RandomPlaces
{
    private const string Setting = "learning.places";
    private readonly ILearningStore _store;
    private readonly ulong _seed;
    private readonly Dictionary<long, double> _places;

    public RandomPlaces(ILearningStore store, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(store);
        (_store, _seed) = (store, seed);
        _places = store.Setting(Setting) is { } text ? JsonSerializer.Deserialize(text, PlacesJson.Default.DictionaryInt64Double) ?? [] : [];
    }

    /// <summary>A sentence's place in [0, 1).</summary>
    /// <exception cref="KeyNotFoundException">It has none yet.</exception>
    public double this[long sentence] => _places[sentence];

    /// <summary>Gives places to sentences that have none: new documents are strata of their own.</summary>
    /// <param name="sentences">Id, document and number of words.</param>
    public void Add(IEnumerable<(long Id, int Document, int Words)> sentences)
    {
        (long Id, int Document, int Words)[] added = [.. sentences.Where(sentence => !_places.ContainsKey(sentence.Id))];
        if (added.Length == 0)
        {
            return;
        }

        double[] places = RandomOrder.Places([.. added.Select(sentence => new OrderedSentence(Text(sentence.Document), Text(sentence.Id), sentence.Words))], _seed);
        for (int index = 0; index < added.Length; index++)
        {
            _places.Add(added[index].Id, places[index]);
        }

        _store.SetSetting(Setting, JsonSerializer.Serialize(_places, PlacesJson.Default.DictionaryInt64Double));
    }

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}

/// <summary>Generated serialisation of places.</summary>
[JsonSerializable(typeof(Dictionary<long, double>))]
internal sealed partial class PlacesJson : JsonSerializerContext;
