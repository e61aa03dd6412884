using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Hosting;

/// <summary>Told of every request that was answered: metrics.</summary>
internal interface IRequestObserver
{
    /// <summary>A request was answered.</summary>
    /// <param name="route">The endpoint's pattern, such as <c>/tag</c>; of what is no endpoint <c>other</c>, so that nobody can make up names.</param>
    /// <param name="status">The status code.</param>
    /// <param name="elapsed">How long it took, its body's reading included.</param>
    void Observe(string route, int status, TimeSpan elapsed);
}

/// <summary>Times every request, and writes a line about it where that is wanted.</summary>
/// <param name="next">What answers.</param>
/// <param name="options">Whether to write lines.</param>
/// <param name="observers">Who is told.</param>
/// <param name="log">Takes the lines.</param>
internal sealed partial class RequestObservation(RequestDelegate next, ServerOptions options, IEnumerable<IRequestObserver> observers, ILogger<RequestObservation> log)
{
    private readonly IRequestObserver[] _observers = [.. observers];

    public async Task InvokeAsync(HttpContext context)
    {
        long begin = Stopwatch.GetTimestamp();
        await next(context).ConfigureAwait(false);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "other";
        foreach (IRequestObserver observer in _observers)
        {
            observer.Observe(route, context.Response.StatusCode, elapsed);
        }

        if (options.LogsRequests)
        {
            LogRequest(context.Request.Method, context.Request.Path, context.Response.StatusCode, elapsed.TotalMilliseconds);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Method} {Path} {Status} {Milliseconds:F1} ms")]
    private partial void LogRequest(string method, PathString path, int status, double milliseconds);
}
