using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>Who is asking, by the cookie of a session; and that changes come from the session's own page.</summary>
/// <param name="sessions">Who is logged in.</param>
/// <param name="users">Who the users are.</param>
internal sealed class SessionCookies(Sessions sessions, IUserDirectory users)
{
    /// <summary>The header that every change has to bring, with the token of the session.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    private const string Name = "maner-session";
    private const string SecureName = "__Host-maner-session"; // browsers keep this prefix for secure cookies of one host

    /// <summary>Begins a session and hands its cookie out.</summary>
    /// <returns>The token that changes have to show.</returns>
    public string Begin(HttpContext context, WebUser user)
    {
        string secret = sessions.Begin(user);
        context.Response.Cookies.Append(NameFor(context), secret, Options(context));
        return Sessions.CsrfTokenOf(secret);
    }

    /// <summary>Ends the session of a request.</summary>
    public void End(HttpContext context)
    {
        if (SecretOf(context) is { } secret)
        {
            sessions.End(secret);
        }

        context.Response.Cookies.Delete(NameFor(context), Options(context));
    }

    /// <summary>The session of a request goes on though its user has a new password; all others of the user have ended.</summary>
    public async ValueTask RenewAsync(HttpContext context)
    {
        if (SecretOf(context) is { } secret && sessions.Find(secret) is { } session && await users.FindAsync(session.UserId, context.RequestAborted).ConfigureAwait(false) is { } user)
        {
            sessions.Renew(secret, user);
        }
    }

    /// <summary>Who asks, with the token of the session; null where nobody is logged in.</summary>
    public async ValueTask<(WebUser User, string CsrfToken)?> FindAsync(HttpContext context) =>
        SecretOf(context) is { } secret && sessions.Find(secret) is { } session
            && await users.FindAsync(session.UserId, context.RequestAborted).ConfigureAwait(false) is { } user && user.PasswordMark == session.PasswordMark
            ? (user, Sessions.CsrfTokenOf(secret))
            : null;

    /// <summary>
    /// Who asks. Where nobody logs in it is the only user, who still needs a session for changes: another site's page has none.
    /// </summary>
    /// <exception cref="ProblemException">Nobody is logged in (401), or a change does not come from the session's own page (403).</exception>
    public async ValueTask<WebUser> RequireAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not var (user, token))
        {
            throw new ProblemException(StatusCodes.Status401Unauthorized, "Log in first", "Expected the cookie of a session, found none or one that has ended. Open the page again and log in.");
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsRight(context.Request.Headers[CsrfHeader].ToString(), token))
        {
            throw ProblemException.Forbidden($"Expected the header {CsrfHeader} with the token of the session (GET /session), found none or another. Load the page again.");
        }

        return user;
    }

    private static bool IsRight(string shown, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token));

    private static string? SecretOf(HttpContext context) => context.Request.Cookies[NameFor(context)];

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
        MaxAge = Sessions.Longest,
    };
}
