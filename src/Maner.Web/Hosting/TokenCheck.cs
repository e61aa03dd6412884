using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>
/// Asks for the server's token: <c>Authorization: Bearer TOKEN</c>, or basic authentication with any name and the token as the password, which is what
/// Label Studio can send. Tools that can send no header (INCEpTION) put it in front of the path: <c>/token/TOKEN/inception</c>.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="options">The token.</param>
internal sealed class TokenCheck(RequestDelegate next, ServerOptions options)
{
    private const string PathPrefix = "/token";
    private const string Bearer = "Bearer ", Basic = "Basic ";

    // What machines that watch over servers ask, without a secret.
    private static readonly string[] s_open = ["/health", "/ready"];

    private readonly byte[]? _token = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isRight = _token is null | TakeFromPath(request);
        if (isRight || s_open.Contains(request.Path.Value, StringComparer.Ordinal) || IsRight(Shown(request.Headers.Authorization.ToString())))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(
            context, StatusCodes.Status401Unauthorized, "A token is needed",
            $"Expected the header 'Authorization: Bearer TOKEN' with the token that the server was started with, found {(request.Headers.Authorization.Count == 0 ? "none" : "another")}.");
    }

    /// <summary>Takes /token/TOKEN off the path, so that no log has it; whether it was right.</summary>
    private bool TakeFromPath(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(PathPrefix, out PathString rest) || rest.Value is not { Length: > 1 } shown)
        {
            return false;
        }

        int end = shown.IndexOf('/', 1);
        request.PathBase = request.PathBase.Add(PathPrefix + "/…");
        request.Path = end < 0 ? "/" : shown[end..];
        return IsRight(end < 0 ? shown[1..] : shown[1..end]);
    }

    private static string? Shown(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..].Trim();
        }

        var decoded = new byte[header.Length];
        return header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[Basic.Length..].Trim(), decoded, out int count)
            && Encoding.UTF8.GetString(decoded, 0, count) is var pair && pair.Contains(':', StringComparison.Ordinal)
            ? pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]
            : null;
    }

    // Hashes of one length, compared in a time that says nothing of where they differ.
    private bool IsRight(string? shown) => _token is not null && shown is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), _token);
}
