using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Web.Serving;

/// <summary>The queue has no room: try again later.</summary>
/// <param name="seconds">When there will be room, as far as can be told.</param>
internal sealed class QueueFullException(int seconds) : Exception("The queue has no room.")
{
    public int Seconds => seconds;
}

/// <summary>
/// Requests of many clients, tagged together by one tagger on a thread of its own. Each gets the bits that it would get alone: no sentence's result depends
/// on others of its batch. A long request takes turns with the short ones. Thread-safe.
/// </summary>
internal sealed class BatchQueue : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Job> _waiting = new();
    private readonly Func<IEnumerable<Sentence>, IEnumerable<TaggedSentence>> _tag;
    private readonly BatchLimits _limits;
    private readonly TimeProvider _time;
    private readonly ModelCounters _counters;
    private readonly Task _loop;
    private int _lastRequests = 1;
    private bool _isEnded;

    /// <summary>A queue that begins to work.</summary>
    /// <param name="tag">The tagger; called by one thread.</param>
    /// <param name="limits">How requests become batches.</param>
    /// <param name="counters">Takes figures.</param>
    /// <param name="time">The clock.</param>
    public BatchQueue(Func<IEnumerable<Sentence>, IEnumerable<TaggedSentence>> tag, BatchLimits limits, ModelCounters counters, TimeProvider time)
    {
        (_tag, _limits, _counters, _time) = (tag, limits, counters, time);
        _loop = Background.RunLong(Run);
    }

    /// <summary>Tags sentences; the result is in their order.</summary>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before its turn.</exception>
    public Task<TaggedSentence[]> TagAsync(IReadOnlyList<Sentence> sentences, CancellationToken cancellation)
    {
        if (sentences.Count == 0)
        {
            return Task.FromResult<TaggedSentence[]>([]);
        }

        var job = new Job(sentences, cancellation);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            if (_counters.WaitingRequests >= _limits.Requests || (_counters.WaitingRequests > 0 && _counters.WaitingWords + job.Words > _limits.WaitingWords))
            {
                throw new QueueFullException(_counters.SecondsOfWork);
            }

            _counters.Enter(job.Words);
            _waiting.Enqueue(job);
            Monitor.Pulse(_gate);
        }

        return job.Result.Task;
    }

    /// <summary>Takes no more requests; those that are in the queue are tagged.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.Pulse(_gate);
        }

        await _loop.ConfigureAwait(false);
    }

    private bool Run()
    {
        while (NextBatch() is { } batch)
        {
            long begin = _time.GetTimestamp();
            Tag(batch);
            _counters.AddBatch(batch.Sum(slice => slice.Words), batch.Count, _time.GetElapsedTime(begin));
            _lastRequests = batch.Count;
        }

        return true;
    }

    /// <summary>The next sentences to tag together; null at the end.</summary>
    private List<Slice>? NextBatch()
    {
        lock (_gate)
        {
            while (true)
            {
                while (_waiting.Count == 0)
                {
                    if (_isEnded)
                    {
                        return null;
                    }

                    Monitor.Wait(_gate);
                }

                WaitForOthers();
                List<Slice> batch = TakeTurns();
                if (batch.Count > 0)
                {
                    return batch;
                }
            }
        }
    }

    // Clients that were answered together ask again together, some hundred microseconds apart.
    private void WaitForOthers()
    {
        long begin = _time.GetTimestamp();
        while (_waiting.Count < _lastRequests && !_isEnded)
        {
            TimeSpan left = _limits.Window - _time.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
            {
                return;
            }
        }
    }

    private List<Slice> TakeTurns()
    {
        var batch = new List<Slice>();
        var unfinished = new List<Job>();
        int words = 0;
        for (int turn = _waiting.Count; turn > 0 && words < _limits.WordsPerBatch; turn--)
        {
            Job job = _waiting.Dequeue();
            if (job.Cancellation.IsCancellationRequested)
            {
                _counters.Leave(job.Words);
                job.Result.TrySetCanceled(job.Cancellation);
                continue;
            }

            Slice slice = job.Next(_limits.WordsPerTurn);
            words += slice.Words;
            batch.Add(slice);
            if (!job.IsScheduled)
            {
                unfinished.Add(job);
            }
        }

        unfinished.ForEach(_waiting.Enqueue);
        return batch;
    }

    private void Tag(List<Slice> batch)
    {
        try
        {
            using IEnumerator<TaggedSentence> tagged = _tag(batch.SelectMany(slice => slice.Sentences)).GetEnumerator();
            foreach (Slice slice in batch)
            {
                for (int index = 0; index < slice.Count; index++)
                {
                    if (!tagged.MoveNext())
                    {
                        throw new InvalidOperationException("The tagger gave fewer sentences than it was given.");
                    }

                    slice.Job.Results[slice.From + index] = tagged.Current;
                }

                if (slice.IsLast)
                {
                    Finish(slice.Job, null);
                }
            }
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the requests of this batch; the next is tagged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            batch.ForEach(slice => Finish(slice.Job, error));
        }
    }

    private void Finish(Job job, Exception? error)
    {
        if (job.IsFinished)
        {
            return;
        }

        job.IsFinished = true;
        lock (_gate)
        {
            _counters.Leave(job.Words);
            if (error is not null && !job.IsScheduled)
            {
                Job[] others = [.. _waiting.Where(other => other != job)];
                _waiting.Clear();
                Array.ForEach(others, _waiting.Enqueue);
            }
        }

        _ = error is null ? job.Result.TrySetResult(job.Results) : job.Result.TrySetException(error);
    }

    /// <summary>Some sentences of a request.</summary>
    private sealed record Slice(Job Job, int From, int Count, int Words, bool IsLast)
    {
        public IEnumerable<Sentence> Sentences => Job.Sentences.Skip(From).Take(Count);
    }

    /// <summary>A request.</summary>
    private sealed class Job(IReadOnlyList<Sentence> sentences, CancellationToken cancellation)
    {
        private int _next;

        public IReadOnlyList<Sentence> Sentences => sentences;

        public CancellationToken Cancellation => cancellation;

        public int Words { get; } = sentences.Sum(WordsOf);

        public TaggedSentence[] Results { get; } = new TaggedSentence[sentences.Count];

        public TaskCompletionSource<TaggedSentence[]> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsScheduled => _next == sentences.Count;

        public bool IsFinished { get; set; }

        public Slice Next(int most)
        {
            int from = _next, words = 0;
            while (_next < sentences.Count && words < most)
            {
                words += WordsOf(sentences[_next++]);
            }

            return new Slice(this, from, _next - from, words, _next == sentences.Count);
        }

        // A sentence without words takes a little, too.
        private static int WordsOf(Sentence sentence) => Math.Max(1, sentence.Words.Count);
    }
}
