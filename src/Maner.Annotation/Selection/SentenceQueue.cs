using Maner.Ner.Selection;

namespace Maner.Annotation.Selection;

/// <summary>What to label next: the batch that a strategy has chosen, and behind it a reserve in random order. Thread-safe.</summary>
/// <param name="store">The project.</param>
internal sealed class SentenceQueue(ILearningStore store)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<ChosenSentence> _batch = [];
    private IReadOnlyList<long> _reserve = [];

    /// <summary>Puts another batch in place of what is left of the last.</summary>
    public void Replace(IReadOnlyList<ChosenSentence> batch)
    {
        lock (_lock)
        {
            _batch = batch;
        }
    }

    /// <summary>Puts another reserve in place: open sentences in random order.</summary>
    public void SetReserve(IReadOnlyList<long> reserve)
    {
        lock (_lock)
        {
            _reserve = reserve;
        }
    }

    /// <summary>The sentences that will be shown soon.</summary>
    public IReadOnlyList<long> Upcoming
    {
        get
        {
            lock (_lock)
            {
                return [.. _batch.Select(pick => pick.Id)];
            }
        }
    }

    /// <summary>The sentence to show a person next; how it was chosen is recorded.</summary>
    /// <param name="user">The person.</param>
    /// <param name="after">The sentence that was shown last, which comes again only where no other is left.</param>
    /// <returns>Null when nothing is left.</returns>
    public long? Next(int user, long? after)
    {
        ChosenSentence[] waiting;
        lock (_lock)
        {
            waiting = [.. _batch, .. _reserve.Select(id => new ChosenSentence(id, AllStrategies.Random))];
        }

        if (store.HasAssigned(user))
        {
            return store.NextInOrder(user, after);
        }

        foreach (ChosenSentence pick in waiting)
        {
            if (pick.Id != after && store.IsFree(user, pick.Id))
            {
                store.RecordPick(user, pick.Id, new Records.Pick(pick.Strategy, pick.Strategy == AllStrategies.Random));
                return pick.Id;
            }
        }

        return store.NextInOrder(user, after);
    }
}
