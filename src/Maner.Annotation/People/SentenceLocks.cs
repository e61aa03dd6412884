namespace Maner.Annotation.People;

/// <summary>
/// Who is at which sentence now, so that two do not work on one. In memory: one process has the project, and what was locked is free again when it ends.
/// </summary>
internal sealed class SentenceLocks(TimeProvider clock)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<long, (int User, DateTimeOffset Until)> _held = [];

    /// <summary>Gives a sentence to a person, and lets go of the person's others.</summary>
    /// <returns>Null when the person has it; otherwise who has.</returns>
    public int? Take(int user, long sentence, TimeSpan time)
    {
        lock (_guard)
        {
            if (HolderOf(sentence) is { } other && other != user)
            {
                return other;
            }

            Drop(user);
            _held[sentence] = (user, clock.GetUtcNow() + time);
            return null;
        }
    }

    /// <summary>Lets go of all that a person has.</summary>
    public void Release(int user)
    {
        lock (_guard)
        {
            Drop(user);
        }
    }

    /// <summary>Who has a sentence; null for nobody.</summary>
    public int? Holder(long sentence)
    {
        lock (_guard)
        {
            return HolderOf(sentence);
        }
    }

    /// <summary>The sentences that others than a person have.</summary>
    public IReadOnlyList<long> HeldByOthers(int user)
    {
        lock (_guard)
        {
            return [.. _held.Where(pair => pair.Value.User != user && pair.Value.Until > clock.GetUtcNow()).Select(pair => pair.Key).Order()];
        }
    }

    private int? HolderOf(long sentence) => _held.TryGetValue(sentence, out (int User, DateTimeOffset Until) held) && held.Until > clock.GetUtcNow() ? held.User : null;

    private void Drop(int user)
    {
        foreach (long sentence in _held.Where(pair => pair.Value.User == user).Select(pair => pair.Key).ToArray())
        {
            _held.Remove(sentence);
        }
    }
}
