using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>Who is asking, by the cookie of a session; and that changes come from the session's own page.</summary>
/// <param name="sessions">Who is logged in.</param>
/// <param name="users">Who the users are.</param>
internal sealed class SessionCookies(Sessions sessions, IUserDirectory users)
{
    /// <summary>The header that every change has to bring, with <see cref="WebSession.CsrfToken"/>.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    private const string Name = "maner-session";
    private const string SecureName = "__Host-maner-session"; // browsers keep this prefix for secure cookies of one host

    /// <summary>Begins a session and hands its cookie out.</summary>
    public WebSession Begin(HttpContext context, WebUser user)
    {
        (string secret, WebSession session) = sessions.Begin(user.Id);
        context.Response.Cookies.Append(NameFor(context), secret, Options(context));
        return session;
    }

    /// <summary>Ends the session of a request.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies[NameFor(context)] is { } secret)
        {
            sessions.End(secret);
        }

        context.Response.Cookies.Delete(NameFor(context), Options(context));
    }

    /// <summary>The session of a request; null without one.</summary>
    public WebSession? Of(HttpContext context) => sessions.Find(context.Request.Cookies[NameFor(context)]);

    /// <summary>
    /// Who asks. Where nobody logs in it is the only user, who still needs a session for changes: another site's page has none.
    /// </summary>
    /// <exception cref="ProblemException">Nobody is logged in (401), or a change does not come from the session's own page (403).</exception>
    public async ValueTask<WebUser> RequireAsync(HttpContext context)
    {
        WebSession? session = Of(context);
        if (session is null || await users.FindAsync(session.UserId, context.RequestAborted).ConfigureAwait(false) is not { } user)
        {
            throw new ProblemException(StatusCodes.Status401Unauthorized, "Log in first", "Expected the cookie of a session, found none or one that has ended. Open the page again and log in.");
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsRight(context.Request.Headers[CsrfHeader].ToString(), session))
        {
            throw ProblemException.Forbidden($"Expected the header {CsrfHeader} with the token of the session (GET /session), found none or another. Load the page again.");
        }

        return user;
    }

    private static bool IsRight(string shown, WebSession session) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(session.CsrfToken));

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
