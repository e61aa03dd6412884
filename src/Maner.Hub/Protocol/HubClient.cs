using System.Net;
using System.Net.Http.Headers;

namespace Maner.Hub.Protocol;

/// <summary>The hub's two questions: what a file is, and its bytes. Every redirect is followed by hand, so that the token stays with the endpoint.</summary>
/// <param name="settings">Where the hub is, and the token.</param>
/// <param name="handler">What carries the requests; disposed of with the client.</param>
/// <param name="time">The clock of waits and timeouts.</param>
/// <param name="listener">Who is told of waits.</param>
internal sealed class HubClient(HubSettings settings, HttpMessageHandler handler, TimeProvider time, IHubListener listener) : IDisposable
{
    private const int MostRedirects = 10;
    private const int MostTransportTries = 3;

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Asks what a file is.</summary>
    /// <exception cref="HubException">The hub refuses, or cannot be reached.</exception>
    public async Task<HubAnswer> FindAsync(HubFile file, CancellationToken cancellation)
    {
        RequireOnline(file);
        Uri address = HubAddress.Of(settings.Endpoint, file);
        string repo = file.Repo;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using HttpResponseMessage response = await AskAsync(address, file, cancellation).ConfigureAwait(false);
            if (HubAddress.Redirect(response, address) is { } next && HubAddress.OnEndpoint(next, settings) is { } same && !HubAnswers.HasMetadata(response))
            {
                address = same;
                repo = HubAddress.RepoOf(address, settings.Endpoint) ?? repo;
                continue;
            }

            return HubAnswers.Read(response, file with { Repo = repo }, settings);
        }

        throw new HubException($"{settings.EndpointText}: expected '{file.Path}' of '{file.Repo}' after at most {MostRedirects} redirects, found more. {HubAnswers.CheckEndpoint(settings)}");
    }

    /// <summary>Opens the bytes of a file from an offset on.</summary>
    /// <exception cref="HubTransferException">It broke off: ask again.</exception>
    /// <exception cref="HubException">The hub refuses.</exception>
    public async Task<HubBody> OpenAsync(RemoteFile remote, long offset, CancellationToken cancellation)
    {
        var file = new HubFile(remote.Repo, remote.Commit, remote.Path);
        RequireOnline(file);
        Uri address = HubAddress.Of(settings.Endpoint, file);
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            HttpResponseMessage response = await GetAsync(address, offset, cancellation).ConfigureAwait(false);
            try
            {
                if (HubAddress.Redirect(response, address) is { } next)
                {
                    Uri target = HubAddress.OnEndpoint(next, settings) ?? next;
                    HubAddress.RequireSafe(address, target, file);
                    address = target;
                    response.Dispose();
                    continue;
                }

                return await HubBody.OfAsync(response, remote, offset, address, settings, time, cancellation).ConfigureAwait(false);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        throw new HubException($"{settings.EndpointText}: expected the bytes of '{file.Path}' after at most {MostRedirects} redirects, found more. {HubAnswers.CheckEndpoint(settings)}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>HEAD, again where the server or the network asks for patience.</summary>
    private async Task<HttpResponseMessage> AskAsync(Uri address, HubFile file, CancellationToken cancellation)
    {
        for (int failures = 1; ; failures++)
        {
            HttpResponseMessage response;
            try
            {
                response = await SendAsync(HttpMethod.Head, address, offset: 0, settings.HeadTimeout, cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException error) when (failures < MostTransportTries && NetworkErrors.IsPassing(error))
            {
                await Task.Delay(RateLimit.Backoff(failures), time, cancellation).ConfigureAwait(false);
                continue;
            }
            catch (HttpRequestException error)
            {
                throw NetworkErrors.Of(error, address, settings);
            }

            if (!RateLimit.IsTransient(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                await WaitAsync(response, failures, address, file.Path, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>GET of one address. What is transient is thrown as a transfer that broke off, after the wait that the server asks for.</summary>
    private async Task<HttpResponseMessage> GetAsync(Uri address, long offset, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await SendAsync(HttpMethod.Get, address, offset, settings.ReadTimeout, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            HubUnavailableException problem = NetworkErrors.Of(error, address, settings);

            // The hub was reached a moment ago: a name that is not known now may be known again soon.
            bool isPassing = NetworkErrors.IsPassing(error) || error.HttpRequestError == HttpRequestError.NameResolutionError;
            throw isPassing ? new HubTransferException(problem.Message, error) : problem;
        }

        if (!RateLimit.IsTransient(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            if (RateLimit.Asked(response, time) is { } asked)
            {
                await WaitAsync(asked, response.StatusCode, address, cancellation).ConfigureAwait(false);
            }

            throw new HubTransferException($"{HubAddress.Text(address)}: expected the file, found {HubAnswers.StatusText(response.StatusCode)}.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long offset, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.UserAgent.ParseAdd(HubHandler.UserAgent);
        request.Headers.AcceptEncoding.ParseAdd("identity"); // packed bodies have other ranges, sizes and hashes
        if (settings.Token is { } token && settings.MaySendToken(address))
        {
            request.Headers.TryAddWithoutValidation("Authorization", token.Header);
        }

        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, $"no answer within {timeout.TotalSeconds:0.#} seconds", error);
        }
    }

    private Task WaitAsync(HttpResponseMessage response, int failures, Uri address, string path, CancellationToken cancellation) => failures < RateLimit.Tries
        ? WaitAsync(RateLimit.Asked(response, time) ?? RateLimit.Backoff(failures), response.StatusCode, address, cancellation)
        : throw new HubUnavailableException(
            $"{HubAddress.Text(address)}: expected an answer about '{path}', found {HubAnswers.StatusText(response.StatusCode)} {RateLimit.Tries} times. " +
            (response.StatusCode == HttpStatusCode.TooManyRequests ? HubAnswers.HowToAskLess(settings) : "The hub is overloaded or down: run the command again later."));

    private Task WaitAsync(TimeSpan wait, HttpStatusCode status, Uri address, CancellationToken cancellation)
    {
        if (wait > RateLimit.LongestWait)
        {
            throw new HubUnavailableException($"{address.Host}: {HubAnswers.StatusText(status)}: it asks to wait {wait.TotalMinutes:0} minutes. {HubAnswers.HowToAskLess(settings)}");
        }

        if (wait > TimeSpan.FromSeconds(2))
        {
            listener.Note($"{address.Host}: {HubAnswers.StatusText(status)}; waiting {wait.TotalSeconds:0} s.");
        }

        return Task.Delay(wait, time, cancellation);
    }

    private void RequireOnline(HubFile file)
    {
        if (settings.OfflineBy is { } variable)
        {
            throw new HubUnavailableException($"'{file.Path}' of '{file.Repo}': expected it in the cache '{settings.CacheFolder}', since {variable} forbids requests; found none. {Offline.HowToGet(file.Repo, variable)}");
        }
    }
}
