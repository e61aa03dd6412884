using System.Collections.Concurrent;
using Maner.Ner.Prediction;
using Maner.Testing;
using Maner.Text.Sentences;
using Maner.Web.Serving;
using Xunit;

namespace Maner.Web.Tests.Serving;

/// <summary>Batches of many requests: their order, their turns, their limits and their end, with a tagger that can be held up.</summary>
public sealed class BatchQueueTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private readonly ManualResetEventSlim _open = new(true);
    private readonly ConcurrentQueue<string[]> _batches = new();
    private readonly ModelCounters _counters = new();

    [Fact]
    public async Task Every_request_gets_its_own_sentences_in_order()
    {
        await using BatchQueue queue = Queue(new BatchLimits { WordsPerBatch = 7, WordsPerTurn = 3 });
        _open.Reset();
        Task<TaggedSentence[]>[] tasks = [.. Enumerable.Range(0, 50).Select(request => queue.TagAsync([.. Enumerable.Range(0, 1 + (request % 9)).Select(number => Of($"r{request}-{number}"))], s_none))];
        _open.Set();

        TaggedSentence[][] results = await Task.WhenAll(tasks);

        for (int request = 0; request < results.Length; request++)
        {
            Assert.Equal(Enumerable.Range(0, 1 + (request % 9)).Select(number => $"r{request}-{number}"), results[request].Select(sentence => sentence.Input.Words[0]));
        }

        Assert.All(_batches, batch => Assert.InRange(batch.Length, 1, 7 + 3));
        Assert.Equal((0, 0), (_counters.WaitingRequests, _counters.WaitingWords));
        Assert.Equal(results.Sum(result => result.Length), _counters.Words);
    }

    [Fact]
    public async Task A_long_request_takes_turns_with_a_short_one()
    {
        await using BatchQueue queue = Queue(new BatchLimits { WordsPerBatch = 20, WordsPerTurn = 10 });
        _open.Reset();
        Task<TaggedSentence[]> first = queue.TagAsync([Of("first")], s_none); // taken at once, and held up
        Task<TaggedSentence[]> length = queue.TagAsync([.. Enumerable.Range(0, 1000).Select(number => Of($"long{number}"))], s_none);
        Task<TaggedSentence[]> shorty = queue.TagAsync([Of("short")], s_none);
        _open.Set();

        await Task.WhenAll(first, length, shorty);
        int before = _batches.TakeWhile(batch => !batch.Any(word => word.StartsWith("short", StringComparison.Ordinal)))
            .Sum(batch => batch.Count(word => word.StartsWith("long", StringComparison.Ordinal)));

        Assert.InRange(before, 0, 100);
        Assert.Equal(1000, (await length).Length);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_has_room_again_afterwards()
    {
        await using BatchQueue queue = Queue(new BatchLimits { Requests = 3 });
        _open.Reset();
        Task<TaggedSentence[]>[] taken = [.. Enumerable.Range(0, 3).Select(number => queue.TagAsync([Of($"{number}")], s_none))];

        QueueFullException full = await Assert.ThrowsAsync<QueueFullException>(() => queue.TagAsync([Of("too many")], s_none));
        Assert.InRange(full.Seconds, 1, 60);
        _open.Set();
        await Task.WhenAll(taken);
        Assert.Single(await queue.TagAsync([Of("again")], s_none));
    }

    [Fact]
    public async Task Words_that_wait_have_a_limit_too_but_a_request_that_is_alone_may_be_long()
    {
        await using BatchQueue queue = Queue(new BatchLimits { WaitingWords = 5 });
        Assert.Equal(50, (await queue.TagAsync([.. Enumerable.Range(0, 50).Select(number => Of($"{number}"))], s_none)).Length);

        _open.Reset();
        Task<TaggedSentence[]> waits = queue.TagAsync([Of("1"), Of("2"), Of("3")], s_none);
        await Assert.ThrowsAsync<QueueFullException>(() => queue.TagAsync([Of("4"), Of("5"), Of("6")], s_none));
        _open.Set();
        await waits;
    }

    [Fact]
    public async Task Who_hangs_up_before_the_turn_is_left_out()
    {
        await using BatchQueue queue = Queue(new BatchLimits());
        using var source = new CancellationTokenSource();
        _open.Reset();
        Task<TaggedSentence[]> first = queue.TagAsync([Of("first")], s_none);
        await UntilTakenAsync("first");
        Task<TaggedSentence[]> gone = queue.TagAsync([Of("gone")], source.Token);
        await source.CancelAsync();
        _open.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.DoesNotContain(_batches, batch => batch.Contains("gone"));
        Assert.Equal(0, _counters.WaitingRequests);
    }

    [Fact]
    public async Task A_failure_is_told_to_its_batch_and_the_next_is_tagged()
    {
        await using BatchQueue queue = Queue(new BatchLimits { WordsPerTurn = 2, WordsPerBatch = 2 });

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.TagAsync([Of("a"), Of("b"), Of("fails"), Of("c"), Of("d"), Of("e")], s_none));

        Assert.Equal("fine", (await queue.TagAsync([Of("fine")], s_none))[0].Input.Words[0]);
        Assert.Equal((0, 0), (_counters.WaitingRequests, _counters.WaitingWords));
    }

    [Fact]
    public async Task The_end_tags_what_waits_and_takes_no_more()
    {
        BatchQueue queue = Queue(new BatchLimits());
        _open.Reset();
        Task<TaggedSentence[]>[] tasks = [.. Enumerable.Range(0, 20).Select(number => queue.TagAsync([Of($"{number}")], s_none))];
        ValueTask end = queue.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.TagAsync([Of("late")], s_none));
        _open.Set();
        await end;

        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task No_sentence_is_no_work()
    {
        await using BatchQueue queue = Queue(new BatchLimits());
        Assert.Empty(await queue.TagAsync([], s_none));
        Assert.Empty((await queue.TagAsync([Sentence.FromWords([])], s_none))[0].Tags);
    }

    public void Dispose() => _open.Dispose();

    private BatchQueue Queue(BatchLimits limits) => new(Tag, limits, _counters, TimeProvider.System);

    private IEnumerable<TaggedSentence> Tag(IEnumerable<Sentence> sentences)
    {
        Sentence[] all = [.. sentences];
        _batches.Enqueue([.. all.Select(sentence => sentence.JoinedWords)]);
        _open.Wait();
        foreach (Sentence sentence in all)
        {
            yield return sentence.JoinedWords == "fails" ? throw new InvalidOperationException("on purpose") : Tagged.Of(sentence, [.. sentence.Words.Select(_ => "O")]);
        }
    }

    private async Task UntilTakenAsync(string word)
    {
        while (!_batches.Any(batch => batch.Contains(word)))
        {
            await Task.Delay(1);
        }
    }

    private static Sentence Of(string word) => Sentence.FromWords([word]);
}
