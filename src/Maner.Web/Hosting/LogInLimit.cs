using System.Threading.RateLimiting;

namespace Maner.Web.Hosting;

/// <summary>
/// How often passwords may be tried: few times a minute for one name and for one address, so that neither one account is guessed from many places nor many
/// accounts from one.
/// </summary>
internal sealed class LogInLimit : IDisposable
{
    private const int ByName = 5;
    private const int ByAddress = 20;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private readonly PartitionedRateLimiter<string> _names = Limiter(ByName);
    private readonly PartitionedRateLimiter<string> _addresses = Limiter(ByAddress);

    /// <summary>Counts an attempt.</summary>
    /// <param name="name">The name that was typed.</param>
    /// <param name="address">Where it comes from.</param>
    /// <returns>Seconds to wait; 0 where the attempt may be made.</returns>
    public int SecondsToWait(string name, string address)
    {
        using RateLimitLease byAddress = _addresses.AttemptAcquire(address);
        using RateLimitLease byName = _names.AttemptAcquire(name.ToUpperInvariant());
        return byAddress.IsAcquired && byName.IsAcquired ? 0 : (int)s_window.TotalSeconds;
    }

    public void Dispose()
    {
        _names.Dispose();
        _addresses.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = s_window, SegmentsPerWindow = 6, QueueLimit = 0 }));
}
