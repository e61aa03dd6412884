using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Web.Serving;

/// <summary>
/// A model as it was loaded once. Who tags holds it (<see cref="TryHold"/>), so that a request that began with it ends with it when another version has
/// taken its place; the last to let go frees it. Thread-safe.
/// </summary>
internal sealed class ModelVersion
{
    private const int ShownDigits = 12;
    private static readonly string[] s_first = ["Asha", "Mwinyi", "aliwasili", "Tanga", "jana", "jioni", "."];
    private readonly Lock _lock = new();
    private readonly BatchQueue _queue;
    private readonly Action _free;
    private int _holders = 1; // whoever made it

    /// <summary>A version of anything that tags.</summary>
    /// <param name="id">What tells it from other versions.</param>
    /// <param name="types">Its entity types.</param>
    /// <param name="words">How it cuts text into words.</param>
    /// <param name="queue">Tags; owned from here on.</param>
    /// <param name="free">Frees what the queue uses.</param>
    public ModelVersion(string id, IReadOnlyList<string> types, WordCut words, BatchQueue queue, Action free) =>
        (Id, Types, Words, _queue, _free) = (id, types, words, queue, free);

    /// <summary>What tells it from other versions: the first digits of the hash of its files.</summary>
    public string Id { get; }

    /// <summary>Its entity types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>How it cuts text into words: as its training data was.</summary>
    public WordCut Words { get; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset Loaded { get; init; }

    /// <summary>Loads a model.</summary>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static ModelVersion Load(string folder, ServingOptions options, ModelCounters counters, TimeProvider time)
    {
        string id = ModelHash.OfModel(folder)[..ShownDigits];
        var workers = new Workers(options.Threads);
        try
        {
            Tagger tagger = TaggerFolder.Load(folder, workers, options.Precision);
            _ = tagger.Tag([Sentence.FromWords(s_first)], withLogProbability: true).Single(); // so that the first client does not wait for what is compiled when it is first used
            var queue = new BatchQueue(sentences => tagger.Tag(sentences, withLogProbability: true), options.Limits, counters, time);
            return new ModelVersion(id, [.. tagger.Tags.Types], tagger.Words, queue, () =>
            {
                tagger.Dispose();
                workers.Dispose();
            })
            { Loaded = time.GetUtcNow() };
        }
        catch
        {
            workers.Dispose();
            throw;
        }
    }

    /// <summary>Tags sentences; the result is in their order.</summary>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    public Task<TaggedSentence[]> TagAsync(IReadOnlyList<Sentence> sentences, CancellationToken cancellation) => _queue.TagAsync(sentences, cancellation);

    /// <summary>Keeps the version from being freed; false when it is already.</summary>
    public bool TryHold()
    {
        lock (_lock)
        {
            return _holders > 0 && ++_holders > 0;
        }
    }

    /// <summary>Lets go.</summary>
    public ValueTask LetGoAsync()
    {
        lock (_lock)
        {
            if (--_holders > 0)
            {
                return ValueTask.CompletedTask;
            }
        }

        return FreeAsync();
    }

    private async ValueTask FreeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        _free();
    }
}

/// <summary>A version that is in use until this is disposed of.</summary>
/// <param name="Version">The version.</param>
internal readonly record struct HeldVersion(ModelVersion Version) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Version.LetGoAsync();
}
