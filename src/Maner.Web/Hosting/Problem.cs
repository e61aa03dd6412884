using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>What a request that failed is answered with (RFC 9457).</summary>
/// <param name="Title">What went wrong, the same for all requests of the kind.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What was expected, what was found, and what to do.</param>
internal sealed record ProblemBody(string Title, int Status, string Detail)
{
    /// <summary>There are no pages about kinds of problems: the titles say it.</summary>
    public string Type { get; init; } = "about:blank";
}

/// <summary>A request that cannot be answered: thrown where that is found out, answered with <see cref="Problem"/>.</summary>
/// <param name="status">The status code.</param>
/// <param name="title">What went wrong, the same for all requests of the kind.</param>
/// <param name="detail">What was expected, what was found, and what to do.</param>
internal sealed class ProblemException(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Title => title;

    /// <summary>For 429 and 503: when to try again, in seconds; 0 where that is not known.</summary>
    public int RetryAfter { get; init; }

    /// <summary>The body is not what the endpoint takes.</summary>
    public static ProblemException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "The request cannot be understood", detail);

    /// <summary>There is no such thing.</summary>
    public static ProblemException NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>The user may not do it.</summary>
    public static ProblemException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "Not allowed", detail);

    /// <summary>It contradicts what is there now.</summary>
    public static ProblemException Conflict(string detail) => new(StatusCodes.Status409Conflict, "Changed meanwhile", detail);
}

/// <summary>Answers with application/problem+json.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    /// <summary>Writes the answer, where nothing has been sent yet.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string detail, int retryAfter = 0)
    {
        context.Response.StatusCode = status;
        if (retryAfter > 0)
        {
            context.Response.Headers.RetryAfter = FormattableString.Invariant($"{retryAfter}");
        }

        return context.Response.WriteAsJsonAsync(new ProblemBody(title, status, detail), HostingJson.Default.ProblemBody, ContentType, context.RequestAborted);
    }
}

/// <summary>The JSON of this namespace.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(LogInRequest))]
[JsonSerializable(typeof(SessionAnswer))]
internal sealed partial class HostingJson : JsonSerializerContext;
