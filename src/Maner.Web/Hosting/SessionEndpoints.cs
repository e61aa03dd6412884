using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Maner.Web.Hosting;

/// <summary>What is typed to log in.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Password">The password.</param>
internal sealed record LogInRequest(string? Name, string? Password);

/// <summary>Who is logged in.</summary>
/// <param name="User">The user's name; null: nobody, log in first.</param>
/// <param name="Roles">What the user may do.</param>
/// <param name="CsrfToken">To be sent as <see cref="SessionCookies.CsrfHeader"/> with every change.</param>
/// <param name="NeedsLogIn">Whether there are users with passwords.</param>
internal sealed record SessionAnswer(string? User, IReadOnlyList<string> Roles, string? CsrfToken, bool NeedsLogIn);

/// <summary>Log in, log out, who am I.</summary>
internal static class SessionEndpoints
{
    /// <summary>What the endpoints need, beside an <see cref="IUserDirectory"/>.</summary>
    public static void AddSessions(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new Sessions(provider.GetRequiredService<ServerOptions>().Time));
        services.TryAddSingleton<SessionCookies>();
        services.TryAddSingleton<LogInLimit>();
    }

    /// <summary>Maps GET, POST and DELETE /session.</summary>
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/session", GetAsync);
        app.MapPost("/session", LogInAsync);
        app.MapDelete("/session", LogOutAsync);
    }

    /// <summary>The session of this browser. Where nobody logs in, one begins with the first visit.</summary>
    private static async Task GetAsync(HttpContext context)
    {
        SessionCookies cookies = context.RequestServices.GetRequiredService<SessionCookies>();
        IUserDirectory users = context.RequestServices.GetRequiredService<IUserDirectory>();
        WebSession? session = cookies.Of(context);
        WebUser? user = session is null ? null : await users.FindAsync(session.UserId, context.RequestAborted).ConfigureAwait(false);
        if (user is null && users.OnlyUser is { } only)
        {
            session = cookies.Begin(context, only);
            user = only;
        }

        await AnswerAsync(context, user, session, users).ConfigureAwait(false);
    }

    private static async Task LogInAsync(HttpContext context)
    {
        IUserDirectory users = context.RequestServices.GetRequiredService<IUserDirectory>();
        LogInRequest? body = await JsonBody.ReadAsync(context, HostingJson.Default.LogInRequest, "an object with \"name\" and \"password\"").ConfigureAwait(false);
        if (body is not { Name: { Length: > 0 } name, Password: { Length: > 0 } password })
        {
            throw ProblemException.BadRequest("Expected an object with \"name\" and \"password\", both not empty.");
        }

        int wait = context.RequestServices.GetRequiredService<LogInLimit>().SecondsToWait(name, context.Connection.RemoteIpAddress?.ToString() ?? "");
        if (wait > 0)
        {
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "Too many attempts", $"This was tried too often. Wait {wait} seconds.") { RetryAfter = wait };
        }

        WebUser user = await users.FindAsync(name, password, context.RequestAborted).ConfigureAwait(false)
            ?? throw new ProblemException(StatusCodes.Status401Unauthorized, "Not logged in", "No user has this name and this password.");
        SessionCookies cookies = context.RequestServices.GetRequiredService<SessionCookies>();
        cookies.End(context); // a session from before the log-in is not continued: whoever planted it would be logged in
        await AnswerAsync(context, user, cookies.Begin(context, user), users).ConfigureAwait(false);
    }

    private static async Task LogOutAsync(HttpContext context)
    {
        SessionCookies cookies = context.RequestServices.GetRequiredService<SessionCookies>();
        await cookies.RequireAsync(context).ConfigureAwait(false);
        cookies.End(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task AnswerAsync(HttpContext context, WebUser? user, WebSession? session, IUserDirectory users) => context.Response.WriteAsJsonAsync(
        new SessionAnswer(user?.Name, user?.Roles ?? [], user is null ? null : session?.CsrfToken, users.OnlyUser is null), HostingJson.Default.SessionAnswer, cancellationToken: context.RequestAborted);
}
