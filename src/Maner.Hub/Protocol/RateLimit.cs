using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Maner.Hub.Protocol;

/// <summary>How long a server wants us to wait, and how long we wait when it does not say.</summary>
internal static partial class RateLimit
{
    /// <summary>Tries of one request.</summary>
    public const int Tries = 5;

    /// <summary>A wait that is asked for and longer than this ends the command instead: nobody would sit through it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(8);

    /// <summary>Whether an answer is worth asking again.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>1, 2, 4, 8, 8… seconds after the first, second… failure.</summary>
    public static TimeSpan Backoff(int failures)
    {
        double seconds = Math.Pow(2, Math.Max(0, failures - 1));
        return seconds < LongestBackoff.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestBackoff;
    }

    /// <summary>The wait that an answer asks for: <c>RateLimit: "resolvers";r=0;t=55</c>, else <c>Retry-After</c> in seconds or as a date; null for none.</summary>
    public static TimeSpan? Asked(HttpResponseMessage response, TimeProvider time)
    {
        if (response.Headers.NonValidated.TryGetValues("RateLimit", out var limits))
        {
            foreach (string limit in limits)
            {
                if (Exhausted().Match(limit) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
                {
                    return TimeSpan.FromSeconds(seconds + 1.0);
                }
            }
        }

        TimeSpan? wait = response.Headers.RetryAfter is not { } after ? null : after.Delta ?? after.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    [GeneratedRegex(@";\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d+)")]
    private static partial Regex Exhausted();
}
