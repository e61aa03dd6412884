using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Maner.Testing;
using Maner.Training;
using Maner.Web.Hosting;
using Maner.Web.LabelStudio;
using Maner.Web.Projects;
using Maner.Web.Serving;

namespace Maner.Web.Tests;

/// <summary>All of <c>maner serve</c> on a free port, and a client.</summary>
internal sealed class Served : IAsyncDisposable
{
    /// <summary>The bundled tagger.</summary>
    public static readonly ServedFolder MiniNer = new("mini-ner", Path.Combine(SharedFiles.Repository, "models", "mini-ner"));

    /// <summary>Training that takes a second.</summary>
    public static readonly TrainingOptions Quick = new() { Epochs = 2, MinUpdates = 0, BatchSize = 4 };

    private readonly TemporaryFolder _folder;

    private Served(ServerHost host, StringWriter log, TemporaryFolder folder)
    {
        (Host, Log, _folder) = (host, log, folder);
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 200 }) { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public ServerHost Host { get; }

    public StringWriter Log { get; }

    public HttpClient Client { get; }

    /// <summary>Where trained taggers are.</summary>
    public string Projects => _folder.Path;

    public static async Task<Served> StartAsync(
        ServingOptions? serving = null, ServerOptions? options = null, ProjectOptions? projects = null, LabelStudioOptions? labelStudio = null, ServedModels? models = null)
    {
        var log = new StringWriter();
        var folder = new TemporaryFolder();
        serving ??= new ServingOptions { Models = [MiniNer], Threads = 2 };
        projects ??= new ProjectOptions { Folder = folder.Path, Training = Quick, Threads = 1, ChangesPerTraining = 2 };
        ServerHost host = await ServeApplication.StartAsync(
            options ?? new ServerOptions(), serving, models ?? ServedModels.Load(serving, TimeProvider.System), projects, labelStudio ?? new LabelStudioOptions(), TextWriter.Synchronized(log));
        return new Served(host, log, folder);
    }

    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString(), response.Headers);
    }

    /// <summary>Waits for something that happens in the background.</summary>
    public async Task UntilAsync(Func<Task<bool>> happened, string what)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (await happened())
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{what} did not happen within a minute. The log:\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        for (int attempt = 0; Directory.Exists(_folder.Path); attempt++)
        {
            try
            {
                _folder.Dispose();
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100); // a training in the background ends, and writes until then
            }
        }
    }
}

/// <summary>What a server answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Of a problem: what was expected and found.</summary>
    public string Detail => Json.GetProperty("detail").GetString()!;
}
