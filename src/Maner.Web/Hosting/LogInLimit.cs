namespace Maner.Web.Hosting;

/// <summary>
/// How often passwords may be tried: a few wrong ones a minute for one name from one address, more for one address, so that neither one account is guessed nor many; and
/// very many for one name, so that nobody keeps its owner out. Right ones do not count. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LogInLimit(TimeProvider time)
{
    /// <summary>How long a wrong password counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int OfNameAtAddress = 5, OfAddress = 60, OfName = 300;
    private const int MostKeys = 10_000;
    private readonly Lock _guard = new();
    private readonly Dictionary<(string Name, string Address), List<DateTimeOffset>> _tries = [];

    /// <summary>Counts an attempt, until it has succeeded; false where it may not be made.</summary>
    /// <param name="name">The name that was typed.</param>
    /// <param name="address">Where it comes from.</param>
    public bool TryBegin(string name, string address)
    {
        (int Most, List<DateTimeOffset> Times)[] counts;
        lock (_guard)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_tries.Count > MostKeys)
            {
                _tries.Clear(); // whoever can fill it from so many addresses is not held up by it
            }

            counts = [.. KeysOf(name, address).Select(key => (key.Most, TimesOf(key.Key)))];
            foreach ((_, List<DateTimeOffset> times) in counts)
            {
                times.RemoveAll(one => now - one > Window);
            }

            if (counts.Any(count => count.Times.Count >= count.Most))
            {
                return false;
            }

            Array.ForEach(counts, count => count.Times.Add(now));
            return true;
        }
    }

    /// <summary>The password was right: the attempt counts no more.</summary>
    public void Succeeded(string name, string address)
    {
        lock (_guard)
        {
            foreach (((string Name, string Address) Key, int Most) one in KeysOf(name, address))
            {
                List<DateTimeOffset> times = TimesOf(one.Key);
                times.RemoveRange(Math.Max(0, times.Count - 1), Math.Min(1, times.Count));
            }
        }
    }

    private static IEnumerable<((string Name, string Address) Key, int Most)> KeysOf(string name, string address)
    {
        string upper = name.ToUpperInvariant();
        return [((upper, address), OfNameAtAddress), (("", address), OfAddress), ((upper, ""), OfName)];
    }

    private List<DateTimeOffset> TimesOf((string Name, string Address) key) => _tries.TryGetValue(key, out List<DateTimeOffset>? times) ? times : (_tries[key] = []);
}
