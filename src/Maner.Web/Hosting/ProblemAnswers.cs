using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Hosting;

/// <summary>Makes an answer of whatever goes wrong: a problem that says what was expected, and never a stack trace.</summary>
/// <param name="next">What answers.</param>
/// <param name="log">Takes defects, whole.</param>
internal sealed partial class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> log)
{
    /// <summary>nginx's code for a client that has hung up: only the log has it.</summary>
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await Problem.WriteAsync(context, context.Response.StatusCode, TitleOf(context.Response.StatusCode), DetailOf(context)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            (int status, string title, string detail, int retry) = Of(error);
            if (status == StatusCodes.Status500InternalServerError)
            {
                LogDefect(context.Request.Method, context.Request.Path, error);
            }

            foreach (string header in (string[])["Content-Length", "Content-Type", "Set-Cookie"])
            {
                context.Response.Headers.Remove(header);
            }

            await Problem.WriteAsync(context, status, title, detail, retry).ConfigureAwait(false);
        }
    }

    private static (int Status, string Title, string Detail, int RetryAfter) Of(Exception error) => error switch
    {
        ProblemException problem => (problem.Status, problem.Title, problem.Message, problem.RetryAfter),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large => (large.StatusCode, "The request is too large", large.Message, 0),
        BadHttpRequestException bad => (bad.StatusCode, "The request cannot be understood", bad.Message, 0),
        JsonException json => (StatusCodes.Status400BadRequest, "The request cannot be understood", $"Expected JSON, found text that is not ({json.Message.TrimEnd('.')}).", 0),
        InvalidDataException data => (StatusCodes.Status422UnprocessableEntity, "The content cannot be used", data.Message, 0),
        _ => (StatusCodes.Status500InternalServerError, "A defect in maner", "The request was not carried out. What went wrong is in the server's log.", 0),
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        _ => "The request was not carried out",
    };

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => $"Expected a body with Content-Type: application/json, found {context.Request.ContentType ?? "none"}.",
        int status => $"Status {status}.",
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "This is a defect in maner, not in your request: {Method} {Path}")]
    private partial void LogDefect(string method, PathString path, Exception error);
}
