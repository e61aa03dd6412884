using Maner.Annotation.Records;
using Maner.Annotation.Selection;
using Maner.Text.Sentences;

namespace Maner.Annotation.Tests.Learning;

/// <summary>A project in memory: sentences of one or more documents, labelled one by one.</summary>
internal sealed class MemoryStore : ILearningStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, OpenSentence> _open = [];
    private readonly SortedDictionary<long, GoldSentence> _gold = [];
    private readonly Dictionary<string, string> _settings = [];
    private long _event;

    public event Action? Changed;

    public List<(string Model, SentenceSuggestion Suggestion)> Suggested { get; } = [];

    public Dictionary<long, Pick> Picked { get; } = [];

    public HashSet<long> Locked { get; } = [];

    public IReadOnlyDictionary<string, int> Types { get; } = new Dictionary<string, int> { ["PER"] = 1, ["LOC"] = 2 };

    public long LastEvent => Locking(() => _event);

    public int Sentences => Locking(() => _open.Count + _gold.Count);

    public void Add(int document, params IEnumerable<string> sentences)
    {
        lock (_lock)
        {
            foreach (string sentence in sentences)
            {
                long id = _open.Count + _gold.Count + 1;
                _open.Add(id, new OpenSentence(id, document, Sentence.FromWords(sentence.Split(' '))));
            }

            _event++;
        }

        Changed?.Invoke();
    }

    public void Label(long id, params EntitySpan[] entities)
    {
        lock (_lock)
        {
            OpenSentence sentence = _open[id];
            _open.Remove(id);
            _gold.Add(id, new GoldSentence(id, sentence.Document, sentence.Sentence.WithEntities(entities), Picked.GetValueOrDefault(id)?.IsRandom ?? false, null, 10, ++_event));
        }

        Changed?.Invoke();
    }

    public void Skip(long id) => Locking(() => _open.Remove(id));

    /// <summary>What reading labels fails with; null for nothing.</summary>
    public string? Failure { get; set; }

    public IReadOnlyList<GoldSentence> Gold(long since = 0) => Failure is { } failure ? throw new StorageException(failure) : Locking(() => _gold.Values.Where(sentence => sentence.Event > since).ToArray());

    public IReadOnlyList<OpenSentence> Open() => Locking(() => _open.Values.ToArray());

    public IReadOnlyList<OpenSentence> Read(IReadOnlyList<long> ids) => Locking(() => ids
        .Select(id => _open.GetValueOrDefault(id) ?? (_gold.TryGetValue(id, out GoldSentence? gold) ? new OpenSentence(id, gold.Document, gold.Sentence) : null)).OfType<OpenSentence>().ToArray());

    public bool IsFree(int user, long sentence) => Locking(() => _open.ContainsKey(sentence) && !Locked.Contains(sentence));

    public long? NextInOrder(int user, long? after) => Locking(() => _open.Keys.Where(id => id != after).Select(id => (long?)id).FirstOrDefault());

    public bool HasAssigned(int user) => user == 7;

    public void StoreSuggestions(string model, IReadOnlyList<SentenceSuggestion> suggestions) => Locking(() =>
    {
        Suggested.AddRange(suggestions.Select(suggestion => (model, suggestion)));
        return true;
    });

    public void RecordPick(int user, long sentence, Pick pick) => Locking(() => Picked.TryAdd(sentence, pick));

    public string? Setting(string name) => Locking(() => _settings.GetValueOrDefault(name));

    public void SetSetting(string name, string value) => Locking(() => _settings[name] = value);

    private T Locking<T>(Func<T> of)
    {
        lock (_lock)
        {
            return of();
        }
    }
}
