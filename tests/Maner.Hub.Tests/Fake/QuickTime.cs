using System.Collections.Concurrent;

namespace Maner.Hub.Tests.Fake;

/// <summary>A clock on which waits are over at once, and are recorded. Timeouts of requests, which are <see cref="Timeout"/> long, never come.</summary>
internal sealed class QuickTime : TimeProvider
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(777);
    private static readonly TimeSpan Never = global::System.Threading.Timeout.InfiniteTimeSpan;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout || dueTime == Never)
        {
            return System.CreateTimer(callback, state, Never, period);
        }

        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(5), period);
    }
}
