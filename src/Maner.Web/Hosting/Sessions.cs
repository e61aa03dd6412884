using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Maner.Web.Hosting;

/// <summary>Somebody's visit.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="PasswordMark">The mark of the password that the user had then (<see cref="WebUser.PasswordMark"/>).</param>
/// <param name="Begun">When it began.</param>
/// <param name="Seen">When it was last used.</param>
internal sealed record WebSession(string UserId, string PasswordMark, DateTimeOffset Begun, DateTimeOffset Seen);

/// <summary>
/// Who is logged in. Thread-safe. Only hashes of what cookies hold are kept; with a directory that keeps them a restart of the server logs nobody out.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="directory">Keeps them over a restart; null: they are in memory alone.</param>
internal sealed class Sessions(TimeProvider time, IUserDirectory? directory = null)
{
    /// <summary>A session that nobody uses ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Any session ends after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // That a session is in use is kept now and then, not with every request.
    private static readonly TimeSpan s_keptAtLeast = TimeSpan.FromMinutes(15);

    private const int SecretBytes = 32;
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, WebSession> _sessions = Kept(directory);
    private readonly Lock _keeping = new();
    private DateTimeOffset _kept;

    /// <summary>Begins a session.</summary>
    /// <returns>What the cookie holds.</returns>
    public string Begin(WebUser user)
    {
        DropOld();
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        DateTimeOffset now = time.GetUtcNow();
        _sessions[KeyOf(secret)] = new WebSession(user.Id, user.PasswordMark, now, now);
        Keep();
        return secret;
    }

    /// <summary>The session of a cookie; null where it has ended.</summary>
    public WebSession? Find(string? secret)
    {
        if (secret is null || !_sessions.TryGetValue(KeyOf(secret), out WebSession? session))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (HasEnded(session, now))
        {
            End(secret);
            return null;
        }

        _sessions.TryUpdate(KeyOf(secret), session with { Seen = now }, session);
        if (now - _kept > s_keptAtLeast)
        {
            Keep();
        }

        return session;
    }

    /// <summary>Ends a session.</summary>
    public void End(string secret)
    {
        if (_sessions.TryRemove(KeyOf(secret), out _))
        {
            Keep();
        }
    }

    /// <summary>Keeps a session though its user has another password now: it is the one that changed it.</summary>
    public void Renew(string secret, WebUser user)
    {
        if (_sessions.TryGetValue(KeyOf(secret), out WebSession? session) && _sessions.TryUpdate(KeyOf(secret), session with { PasswordMark = user.PasswordMark }, session))
        {
            Keep();
        }
    }

    /// <summary>What the session's own page knows and another site's does not, needed for every change: it follows from the cookie, which no page can read.</summary>
    public static string CsrfTokenOf(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "csrf"u8));

    private static string KeyOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static bool HasEnded(WebSession session, DateTimeOffset now) => now - session.Seen > Idle || now - session.Begun > Longest;

    private static ConcurrentDictionary<string, WebSession> Kept(IUserDirectory? directory)
    {
        try
        {
            return directory?.KeptSessions is { } kept && JsonSerializer.Deserialize(kept, HostingJson.Default.DictionaryStringWebSession) is { } sessions
                ? new(sessions, StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new(StringComparer.Ordinal); // nobody can use what cannot be read: everybody logs in again
        }
    }

    private void Keep()
    {
        if (directory is null)
        {
            return;
        }

        lock (_keeping)
        {
            DateTimeOffset now = _kept = time.GetUtcNow();
            try
            {
                directory.KeptSessions = JsonSerializer.Serialize(_sessions.Where(session => !HasEnded(session.Value, now)).ToDictionary(), HostingJson.Default.DictionaryStringWebSession);
            }
            catch (IOException)
            {
                // A full disk ends no session of this run; after a restart its people log in again.
            }
        }
    }

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
