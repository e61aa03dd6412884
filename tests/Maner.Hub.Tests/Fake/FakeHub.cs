using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Maner.Hub.Tests.Fake;

/// <summary>
/// A hub on 127.0.0.1 with its file host on another port, that answers as docs of the hub say the real one does, and misbehaves when asked to
/// (<see cref="OnHub"/>, <see cref="OnCdn"/>). It records every request and counts the bytes that it sends.
/// </summary>
internal sealed class FakeHub : IAsyncDisposable
{
    /// <summary>A token that private and gated repositories accept.</summary>
    public const string Token = "hf_ThisTokenMustNeverBeSeen0123456789";

    private const string Signature = "Signature=secret-of-an-hour";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, FakeRepo> _repos = new(StringComparer.Ordinal);

    private FakeHub(WebApplication app) => _app = app;

    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>Old names and today's.</summary>
    public ConcurrentDictionary<string, string> Renamed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether small files are behind a redirect within the hub, as on the real one.</summary>
    public bool UsesResolveCache { get; set; } = true;

    /// <summary>Answers in place of the hub; true when it has.</summary>
    public Func<HttpContext, Seen, Task<bool>>? OnHub { get; set; }

    /// <summary>Answers in place of the file host; true when it has.</summary>
    public Func<HttpContext, Seen, FakeFile, Task<bool>>? OnCdn { get; set; }

    public string Endpoint { get; private set; } = "";

    public string Cdn { get; private set; } = "";

    /// <summary>Bytes of bodies that the file host has sent.</summary>
    public long CdnBytes => Requests.Where(seen => seen.IsCdn).Sum(seen => seen.Sent);

    public static async Task<FakeHub> StartAsync(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.MinResponseDataRate = null;
            server.Limits.MaxResponseBufferSize = 16 << 10; // so that what counts as sent is little more than what arrived
            server.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
            server.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        var hub = new FakeHub(app);
        app.Run(hub.AnswerAsync);
        await app.StartAsync();
        string[] addresses = [.. app.Urls];
        (hub.Endpoint, hub.Cdn) = (addresses[0], addresses[1]);
        return hub;
    }

    public FakeRepo Add(string id) => _repos.GetOrAdd(id, name => new FakeRepo(name));

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Sends bytes of a file, counted.</summary>
    public static async Task SendAsync(HttpContext context, Seen seen, ReadOnlyMemory<byte> bytes)
    {
        const int Step = 32 << 10;
        for (int at = 0; at < bytes.Length; at += Step)
        {
            ReadOnlyMemory<byte> step = bytes[at..Math.Min(bytes.Length, at + Step)];
            seen.Sent += step.Length; // before: what is on its way when the connection breaks counts too
            await context.Response.Body.WriteAsync(step, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Breaks the connection off.</summary>
    public static void Abort(HttpContext context) => context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isCdn = context.Connection.LocalPort == new Uri(Cdn).Port;
        var seen = new Seen(
            isCdn, request.Method, request.Path.Value!, request.Headers.Range, request.Headers.Authorization, request.Headers.UserAgent.ToString(), request.Headers.AcceptEncoding.ToString());
        Requests.Enqueue(seen);
        if (isCdn)
        {
            await AnswerFileAsync(context, seen);
        }
        else if (OnHub is null || !await OnHub(context, seen))
        {
            await AnswerHubAsync(context, seen);
        }
    }

    private async Task AnswerHubAsync(HttpContext context, Seen seen)
    {
        string[] parts = context.Request.Path.Value!.Trim('/').Split('/');
        bool isCached = parts is ["api", "resolve-cache", "models", ..];
        int resolve = Array.IndexOf(parts, "resolve");
        string id = isCached ? string.Join('/', parts[3..5]) : resolve > 0 ? string.Join('/', parts[..resolve]) : "";
        string revision = isCached ? parts[5] : resolve > 0 ? Uri.UnescapeDataString(RawRevision(context)) : "";
        if (Renamed.TryGetValue(id, out string? now))
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"/{now}/{string.Join('/', parts[resolve..])}";
            return;
        }

        bool hasToken = context.Request.Headers.Authorization == "Bearer " + Token;
        if (context.Request.Headers.Authorization.Count > 0 && !hasToken)
        {
            Refuse(context, 401, null, "Invalid credentials in Authorization header");
        }
        else if (!_repos.TryGetValue(id, out FakeRepo? repo) || (repo.Access == Access.Private && !hasToken))
        {
            Refuse(context, hasToken ? 404 : 401, hasToken ? "RepoNotFound" : null, hasToken ? "Repository not found" : "Invalid username or password.");
        }
        else if (!repo.Knows(revision))
        {
            Refuse(context, 404, "RevisionNotFound", $"Invalid rev id: {revision}");
        }
        else
        {
            string path = string.Join('/', isCached ? parts[6..] : parts[(resolve + 2)..]);
            await AnswerEntryAsync(context, seen, repo, path, isCached, hasToken);
        }
    }

    private async Task AnswerEntryAsync(HttpContext context, Seen seen, FakeRepo repo, string path, bool isCached, bool hasToken)
    {
        context.Response.Headers["X-Repo-Commit"] = repo.Commit;
        if (!repo.Files.TryGetValue(path, out FakeFile? file))
        {
            Refuse(context, 404, "EntryNotFound", "Entry not found");
        }
        else if (repo.Access == Access.Gated && !hasToken)
        {
            Refuse(context, 401, "GatedRepo", $"Access to model {repo.Id} is restricted. You must be authenticated to access it.");
        }
        else if (file.IsLarge)
        {
            context.Response.StatusCode = 302;
            context.Response.Headers["X-Linked-Etag"] = $"\"{file.Etag}\"";
            context.Response.Headers["X-Linked-Size"] = file.Content.Length.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-Xet-Hash"] = new string('a', 64);
            context.Response.Headers.Link = $"<{Cdn}/reconstruction>; rel=\"xet-reconstruction-info\"";
            context.Response.Headers.Location = $"{Cdn}/{file.Sha256}?{Signature}";
            byte[] body = "Found. Redirecting to another host"u8.ToArray();
            context.Response.ContentLength = body.Length;
            await BodyAsync(context, body);
        }
        else if (UsesResolveCache && !isCached)
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Remove("X-Repo-Commit");
            context.Response.Headers.Location = $"/api/resolve-cache/models/{repo.Id}/{repo.Commit}/{path}?etag=%22{file.Etag}%22";
        }
        else
        {
            context.Response.Headers.ETag = $"W/\"{file.Etag}\"";
            context.Response.ContentLength = file.Content.Length;
            seen.Sent += HttpMethods.IsGet(seen.Method) ? file.Content.Length : 0;
            await BodyAsync(context, file.Content);
        }
    }

    private async Task AnswerFileAsync(HttpContext context, Seen seen)
    {
        FakeFile? file = _repos.Values.SelectMany(repo => repo.Files.Values).FirstOrDefault(file => file.IsLarge && "/" + file.Sha256 == seen.Path);
        if (file is null || context.Request.QueryString.Value != "?" + Signature)
        {
            context.Response.StatusCode = 403;
            return;
        }

        context.Response.Headers.ETag = $"\"{new string('b', 64)}\""; // looks like a SHA-256 and is none
        seen.From = seen.Range is { } range ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        if (OnCdn is not null && await OnCdn(context, seen, file))
        {
            return;
        }

        if (seen.From >= file.Content.Length && seen.From > 0)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (seen.Range is not null)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {seen.From}-{file.Content.Length - 1}/{file.Content.Length}";
        }

        context.Response.ContentLength = file.Content.Length - seen.From;
        await SendAsync(context, seen, file.Content.AsMemory((int)seen.From));
    }

    // Kestrel's path has %2F as it is; the parts of a revision with a slash are one part there.
    private static string RawRevision(HttpContext context)
    {
        string[] raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0].Trim('/').Split('/');
        return raw[Array.IndexOf(raw, "resolve") + 1];
    }

    private static void Refuse(HttpContext context, int status, string? code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Error-Message"] = message;
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }
    }

    private static async Task BodyAsync(HttpContext context, byte[] body)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
