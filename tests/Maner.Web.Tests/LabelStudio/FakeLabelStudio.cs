using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Tests.LabelStudio;

/// <summary>Label Studio's REST interface as far as a backend needs it, on a free port, from its sources: export of a project, refresh of a token.</summary>
internal sealed class FakeLabelStudio : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeLabelStudio(WebApplication app) => _app = app;

    /// <summary>The tasks of the export.</summary>
    public string Tasks { get; set; } = "[]";

    /// <summary>Where it sends who asks for an export, instead of answering; null: it answers.</summary>
    public string? Redirect { get; set; }

    /// <summary>Every request: method, path with query, and the header Authorization.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<FakeLabelStudio> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeLabelStudio(builder.Build());
        fake._app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            fake.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization}");
            await next(context);
        });
        fake._app.MapGet("/api/projects/{id}/export", async context =>
        {
            if (fake.Redirect is { } elsewhere)
            {
                context.Response.Redirect(elsewhere);
                return;
            }

            bool isRight = context.Request.Headers.Authorization.ToString() is "Token TOKEN" or "Bearer ACCESS";
            context.Response.StatusCode = isRight ? 200 : 401;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(isRight ? fake.Tasks : "{}");
        });
        fake._app.MapPost("/api/token/refresh", async context => await context.Response.WriteAsync("""{"access":"ACCESS"}"""));
        await fake._app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
