using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Hosting;

/// <summary>A web server with everything that is the same for all of them: where it listens, whom it answers, and how it ends.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerOptions _options;

    private ServerHost(WebApplication app, ServerOptions options) => (_app, _options) = (app, options);

    /// <summary>The address that it listens on, for a browser on this machine: <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What was registered.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Makes a server and starts it: it answers when this returns.</summary>
    /// <param name="options">Where it listens, and whom it answers.</param>
    /// <param name="log">Takes lines of the log.</param>
    /// <param name="add">Registers what endpoints need.</param>
    /// <param name="map">Maps the endpoints.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InvalidDataException">The options make no sense, or the certificate is none.</exception>
    /// <exception cref="IOException">The port is taken, or a file is missing.</exception>
    public static async Task<ServerHost> StartAsync(
        ServerOptions options, TextWriter log, Action<IServiceCollection> add, Action<WebApplication> map, CancellationToken cancellation = default)
    {
        options = options.Validated();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "maner", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear(); // no environment variable of ASP.NET and no file decides where a server listens
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new ServerLog(log, options.Time));
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Error);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<HostNames>();
        builder.Services.AddSingleton<ServerState>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>(); // the program handles signals, not the host
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        Listen(builder, options);
        add(builder.Services);
        WebApplication app = builder.Build();
        try
        {
            Use(app, options);
            map(app);
            await app.StartAsync(cancellation).ConfigureAwait(false);
            var host = new ServerHost(app, options);
            host.Address = host.FindAddress();
            return host;
        }
        catch (Exception error)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw error is IOException && error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? new IOException($"Port {options.Port} of {options.Address} is taken by another program. Choose another, or 0 for any free one.", error)
                : error is System.Net.Sockets.SocketException socket ? new IOException($"{options.Address}, port {options.Port}: cannot listen there ({socket.Message.TrimEnd('.')}).", error) : error;
        }
    }

    /// <summary>Waits until it is told to end, then lets requests in flight finish (<see cref="ServerOptions.Drain"/>).</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (end.Register(ended.SetResult).ConfigureAwait(false))
        {
            await ended.Task.ConfigureAwait(false);
        }

        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>Takes no more connections and waits for requests in flight.</summary>
    public async Task StopAsync()
    {
        Services.GetRequiredService<ServerState>().IsDraining = true;
        using var limit = new CancellationTokenSource(_options.Drain);
        await _app.StopAsync(limit.Token).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Listen(WebApplicationBuilder builder, ServerOptions options)
    {
        if (options.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        (X509Certificate2 Own, X509Certificate2Collection Chain)? certificate = options.Certificate is { } file ? Certificates.Load(file, options.CertificateKey) : null;
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            server.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.Limits.MaxConcurrentConnections = 1024;
            server.Listen(options.Address, options.Port, listen =>
            {
                if (certificate is { } tls)
                {
                    listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = tls);
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }
            });
        });
    }

    private static void Use(WebApplication app, ServerOptions options)
    {
        if (options.Proxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            options.Proxies.ToList().ForEach(forwarded.KnownProxies.Add);
            app.UseForwardedHeaders(forwarded);
        }

        app.UseMiddleware<RequestObservation>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemAnswers>();
        app.UseMiddleware<OriginCheck>();
        if (options.Token is not null)
        {
            app.UseMiddleware<TokenCheck>();
        }

        app.UseRouting();
    }

    private Uri FindAddress()
    {
        string bound = _app.Urls.First();
        int port = new Uri(bound.Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
        IPAddress shown = _options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : _options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : _options.Address;
        return new UriBuilder(_options.Scheme, shown.ToString(), port).Uri;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
