using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Ner;

/// <summary>
/// Tags a stream of sentences of any length in flat memory: as many taggers over the same weights as there are threads, each with some sentences of its own,
/// which serves small models better than threads that share every product. While they compute, the caller reads on and writes what is done. A sentence
/// that occurred before is not tagged again. Order and every bit of the results are those of one tagger. Not thread-safe.
/// </summary>
/// <param name="tagger">A tagger that was loaded for prediction, with all threads; the caller keeps owning it, and does not use it meanwhile.</param>
/// <param name="threads">Number of threads.</param>
internal sealed class BulkTagger(Tagger tagger, int threads) : IDisposable
{
    /// <summary>Numbers that are kept of sentences that may occur again: 64 MB.</summary>
    internal const long CachedNumbers = 16L << 20;

    private const int WordsPerSlice = 1000; // some batches
    private const int SlicesPerThread = 3; // threads that are done early take another
    private const int SentencesPerSlice = 500;

    private readonly Lazy<Seat[]> _seats = new(() => MakeSeats(tagger, threads));
    private readonly SentenceCache _cache = new(CachedNumbers);

    /// <summary>Sentences that were computed, rather than known from before.</summary>
    public long Computed { get; private set; }

    /// <summary>Tags sentences, in their order.</summary>
    /// <param name="sentences">The sentences; read on the caller's thread, some thousand words ahead.</param>
    /// <param name="cancellation">Ends the work; what was given out is right, what was not is lost.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<TaggedSentence> Tag(IEnumerable<Sentence> sentences, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        using IEnumerator<Sentence> source = sentences.GetEnumerator();
        (Turn Turn, Task<bool>[] Work)? running = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation); // whoever wants no more need not wait for what is ahead
        try
        {
            do
            {
                Turn? next = Read(source);
                Turn? done = null;
                if (running is var (turn, work))
                {
                    running = null;
                    Finish(turn, work);
                    done = turn;
                }

                if (next is not null)
                {
                    running = (next, Start(next, ending.Token));
                }

                foreach (TaggedSentence sentence in done?.Result(tagger.Tags) ?? [])
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return sentence;
                }
            }
            while (running is not null);
        }
        finally
        {
            if (running is var (_, work))
            {
                ending.Cancel();
                Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None); // the taggers are not to be disposed of under it
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_seats.IsValueCreated)
        {
            foreach (Seat seat in _seats.Value)
            {
                seat.Tagger.Dispose();
                seat.Workers.Dispose();
            }
        }
    }

    private static Seat[] MakeSeats(Tagger tagger, int threads)
    {
        var seats = new Seat[threads];
        for (int index = 0; index < threads; index++)
        {
            var workers = new Workers(1); // one thread is the caller's: it starts none
            seats[index] = new Seat(tagger.Share(workers), workers);
        }

        return seats;
    }

    private Turn? Read(IEnumerator<Sentence> source)
    {
        var turn = new Turn();
        int words = 0, most = WordsPerSlice * SlicesPerThread * threads;
        while (words < most && turn.Sentences.Count < SentencesPerSlice * SlicesPerThread * threads && source.MoveNext())
        {
            turn.Sentences.Add(source.Current);
            words += source.Current.Words.Count;
        }

        return turn.Sentences.Count == 0 ? null : turn;
    }

    private Task<bool>[] Start(Turn turn, CancellationToken cancellation)
    {
        var slices = new List<List<int>>(); // of places among the different sentences
        int words = WordsPerSlice;
        for (int place = 0; place < turn.Sentences.Count; place++)
        {
            Sentence sentence = turn.Sentences[place];
            if (turn.Find(sentence, _cache))
            {
                continue;
            }

            if (words >= WordsPerSlice)
            {
                slices.Add([]);
                words = 0;
            }

            slices[^1].Add(turn.Different.Count - 1);
            words += sentence.Words.Count;
            Computed++;
        }

        // With less than a slice for each thread, threads that share the products are faster, and with one thread there is nothing to share.
        Tagger[] taggers = threads == 1 || slices.Count < threads ? [tagger] : [.. _seats.Value.Select(seat => seat.Tagger)];
        int taken = 0;
        return [.. taggers.Select(own => Background.Run(() =>
        {
            for (int slice; (slice = Interlocked.Increment(ref taken) - 1) < slices.Count;)
            {
                cancellation.ThrowIfCancellationRequested();
                Compute(own, turn, slices[slice], cancellation);
            }

            return true;
        }))];
    }

    private static void Compute(Tagger own, Turn turn, List<int> slice, CancellationToken cancellation)
    {
        int index = 0;
        foreach (TaggedSentence tagged in own.Tag(slice.Select(place => turn.Different[place].Sentence)))
        {
            cancellation.ThrowIfCancellationRequested();
            int place = slice[index++];
            turn.Different[place] = (turn.Different[place].Sentence, tagged);
        }
    }

    private void Finish(Turn turn, Task<bool>[] work)
    {
        Task.WhenAll(work).GetAwaiter().GetResult(); // throws what one of them threw
        foreach ((Sentence sentence, TaggedSentence? tagged) in turn.Different)
        {
            _cache.Add(sentence.Words, tagged!.TagIds.ToArray(), tagged.Probabilities.ToArray());
        }
    }

    private sealed record Seat(Tagger Tagger, Workers Workers);

    /// <summary>Sentences that are tagged together.</summary>
    private sealed class Turn
    {
        private readonly Dictionary<IReadOnlyList<string>, int> _placeOf = new(WordsComparer.Instance);
        private readonly List<(int Place, (int[] TagIds, float[] Probabilities) Known)> _results = []; // by sentence: where it is computed, or −1 and what is known

        public List<Sentence> Sentences { get; } = [];

        /// <summary>Those that are to be computed, each once, and then what came of them.</summary>
        public List<(Sentence Sentence, TaggedSentence? Tagged)> Different { get; } = [];

        /// <summary>Takes the next sentence; false where it has to be computed.</summary>
        public bool Find(Sentence sentence, SentenceCache cache)
        {
            if (cache.TryGet(sentence.Words, out (int[] TagIds, float[] Probabilities) known))
            {
                _results.Add((-1, known));
                return true;
            }

            bool isKnown = _placeOf.TryGetValue(sentence.Words, out int place);
            if (!isKnown)
            {
                place = _placeOf[sentence.Words] = Different.Count;
                Different.Add((sentence, null));
            }

            _results.Add((place, default));
            return isKnown;
        }

        public IEnumerable<TaggedSentence> Result(Maner.Text.Tags.TagSet tags)
        {
            for (int index = 0; index < Sentences.Count; index++)
            {
                (int place, (int[] tagIds, float[] probabilities)) = _results[index];
                TaggedSentence? computed = place < 0 ? null : Different[place].Tagged;
                yield return computed is null ? new TaggedSentence(Sentences[index], tagIds, probabilities, tags)
                    : ReferenceEquals(computed.Input, Sentences[index]) ? computed
                    : new TaggedSentence(Sentences[index], computed.TagIds.ToArray(), computed.Probabilities.ToArray(), tags);
            }
        }
    }
}
