using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Maner.Web.Hosting;

/// <summary>Somebody's visit.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="CsrfToken">What the session's own page knows and another site's does not: needed for every change.</param>
internal sealed record WebSession(string UserId, string CsrfToken)
{
    /// <summary>When it was last used.</summary>
    public DateTimeOffset Seen { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Begun { get; init; }
}

/// <summary>Who is logged in, in memory: a restart logs everybody out. Thread-safe. Only hashes of what cookies hold are kept.</summary>
/// <param name="time">The clock.</param>
internal sealed class Sessions(TimeProvider time)
{
    /// <summary>A session that nobody uses ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Any session ends after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const int SecretBytes = 32;
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, WebSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <returns>What the cookie holds, and the session.</returns>
    public (string Secret, WebSession Session) Begin(string userId)
    {
        DropOld();
        string secret = NewSecret();
        DateTimeOffset now = time.GetUtcNow();
        var session = new WebSession(userId, NewSecret()) { Seen = now, Begun = now };
        _sessions[KeyOf(secret)] = session;
        return (secret, session);
    }

    /// <summary>The session of a cookie; null where it has ended.</summary>
    public WebSession? Find(string? secret)
    {
        if (secret is null || !_sessions.TryGetValue(KeyOf(secret), out WebSession? session))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (now - session.Seen > Idle || now - session.Begun > Longest)
        {
            _sessions.TryRemove(KeyOf(secret), out _);
            return null;
        }

        _sessions.TryUpdate(KeyOf(secret), session with { Seen = now }, session);
        return session;
    }

    /// <summary>Ends a session.</summary>
    public void End(string secret) => _sessions.TryRemove(KeyOf(secret), out _);

    /// <summary>Ends all sessions of a user, whose password or roles have changed.</summary>
    public void EndOf(string userId)
    {
        foreach ((string key, WebSession session) in _sessions)
        {
            if (session.UserId == userId)
            {
                _sessions.TryRemove(key, out _);
            }
        }
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static string KeyOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // Memory has an end: of too many the oldest go.
    private void DropOld()
    {
        if (_sessions.Count < Most)
        {
            return;
        }

        foreach ((string key, _) in _sessions.OrderBy(session => session.Value.Seen).Take(Most / 10).ToArray())
        {
            _sessions.TryRemove(key, out _);
        }
    }
}
