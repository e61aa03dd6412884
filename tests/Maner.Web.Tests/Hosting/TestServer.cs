using System.Net;
using System.Net.Http.Headers;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Tests.Hosting;

/// <summary>A real server on a free port of 127.0.0.1 with a page, an endpoint and users, and a client that keeps no cookies of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ServerHost _host;

    private TestServer(ServerHost host, StringWriter log, HttpClient client) => (_host, Log, Client) = (host, log, client);

    public HttpClient Client { get; }

    public StringWriter Log { get; }

    public Uri Address => _host.Address;

    public ServerHost Host => _host;

    public static async Task<TestServer> StartAsync(ServerOptions? options = null, IUserDirectory? users = null)
    {
        var log = new StringWriter();
        ServerHost host = await ServerHost.StartAsync(options ?? new ServerOptions(), TextWriter.Synchronized(log), services =>
        {
            services.AddSingleton(users ?? new OnlyMe());
            services.AddSessions();
        }, app =>
        {
            app.MapSessions();
            app.MapGet("/", () => Results.Text("page", "text/html"));
            app.MapGet("/health", () => Results.Text("up"));
            app.MapGet("/broken", ThrowAsync);
            app.MapPost("/echo", async context =>
            {
                using var body = await JsonBody.ParseAsync(context, "an object");
                await context.Response.WriteAsync(body.RootElement.GetRawText());
            });
            app.MapPost("/change", async context =>
            {
                WebUser user = await context.RequestServices.GetRequiredService<SessionCookies>().RequireAsync(context);
                await context.Response.WriteAsync(user.Name);
            });
            app.MapGet("/slow", async context =>
            {
                await Task.Delay(500, context.RequestAborted);
                await context.Response.WriteAsync("done");
            });
        });
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" } };
        return new TestServer(host, log, new HttpClient(handler) { BaseAddress = host.Address });

        static Task ThrowAsync(HttpContext context) => throw new InvalidOperationException("the secret inside");
    }

    public async Task<(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach ((string name, string value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>The cookie that an answer sets, as a browser would send it back.</summary>
    public static string CookieOf(HttpResponseHeaders headers) => headers.GetValues("Set-Cookie").Last().Split(';')[0];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    private sealed class OnlyMe : IUserDirectory
    {
        private static readonly WebUser s_me = new("1", "me", ["curator"]);

        public WebUser? OnlyUser => s_me;

        public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) => ValueTask.FromResult<WebUser?>(null);

        public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation) => ValueTask.FromResult(id == s_me.Id ? s_me : null);
    }
}

/// <summary>Two users with passwords.</summary>
internal sealed class TwoUsers : IUserDirectory
{
    public const string Password = "correct horse";
    private static readonly WebUser[] s_users = [new("a", "asha", ["annotator"]), new("b", "baraka", ["curator"])];

    public WebUser? OnlyUser => null;

    public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) =>
        ValueTask.FromResult(password == Password ? s_users.FirstOrDefault(user => user.Name == name) : null);

    public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation) => ValueTask.FromResult(s_users.FirstOrDefault(user => user.Id == id));
}
