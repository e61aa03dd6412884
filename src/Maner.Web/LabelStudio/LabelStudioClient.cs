using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Text.Formats.Json;

namespace Maner.Web.LabelStudio;

/// <summary>
/// Fetches the labelled tasks of a project over Label Studio's REST interface. It goes nowhere but to the address that was given: redirects are not
/// followed, and addresses that only this machine's cloud answers (169.254.0.0/16) are refused, so that nobody who can call /setup can make this server read
/// there.
/// </summary>
/// <param name="options">Where Label Studio is, and how much may come.</param>
internal sealed class LabelStudioClient(LabelStudioOptions options) : IDisposable
{
    private const int SegmentsOfToken = 3; // a personal access token is a JSON web token: head.body.signature
    private readonly HttpClient _http = new(NewHandler()) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.MostBytes };

    /// <summary>The labelled tasks of a project.</summary>
    /// <param name="project">Where, and with what token.</param>
    /// <param name="id">The project's number.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">It is not known where Label Studio is, or the answer is no list of tasks.</exception>
    /// <exception cref="HttpRequestException">Label Studio does not answer, or refuses.</exception>
    public async Task<JsonDocument> LabelledTasksAsync(LabelStudioProject? project, string id, CancellationToken cancellation)
    {
        Uri address = options.Address ?? project?.Address ?? throw new InvalidDataException("Expected the address of Label Studio from /setup, found none. Open the project's settings, Model, or start the server with its address.");
        string token = options.Token ?? project?.Token ?? throw new InvalidDataException("Expected a token of Label Studio from /setup, found none. Open the project's settings, Model, or start the server with a token.");
        if (!long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number))
        {
            throw new InvalidDataException("Expected the number of a project of Label Studio, found something else.");
        }

        byte[] answer = await GetAsync(new Uri(address, FormattableString.Invariant($"api/projects/{number}/export?exportType=JSON&download_all_tasks=false")), address, token, cancellation).ConfigureAwait(false);
        JsonDocument tasks;
        try
        {
            tasks = JsonDocument.Parse(answer);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Expected a list of tasks from {address}, found text that is no JSON.", error);
        }

        return tasks.RootElement.ValueKind == JsonValueKind.Array ? tasks : throw new InvalidDataException($"Expected a list of tasks from {address}, found {JsonMembers.Kind(tasks.RootElement)}.");
    }

    /// <summary>An address as /setup gives it; null where it is none that may be asked.</summary>
    public static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
            : null;

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> GetAsync(Uri place, Uri address, string token, CancellationToken cancellation)
    {
        bool isRefresh = token.Split('.').Length == SegmentsOfToken;
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.Authorization = isRefresh
            ? new AuthenticationHeaderValue("Bearer", await AccessAsync(address, token, cancellation).ConfigureAwait(false))
            : new AuthenticationHeaderValue("Token", token);
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false)
            : throw new HttpRequestException($"Label Studio at {address} answered {(int)response.StatusCode} to the request for labelled tasks. Is the token right, and may its owner read the project?");
    }

    // Newer versions give tokens that are good for asking for one of some minutes.
    private async Task<string> AccessAsync(Uri address, string token, CancellationToken cancellation)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new RefreshRequest(token), LabelStudioJson.Default.RefreshRequest), new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await _http.PostAsync(new Uri(address, "api/token/refresh"), content, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return token; // an access token already
        }

        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return (await JsonSerializer.DeserializeAsync(stream, LabelStudioJson.Default.RefreshAnswer, cancellation).ConfigureAwait(false))?.Access ?? token;
        }
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = async (context, cancellation) =>
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
            IPAddress[] allowed = [.. addresses.Where(address => !IsLinkLocal(address))];
            if (allowed.Length == 0)
            {
                throw new HttpRequestException($"{context.DnsEndPoint.Host} has no address that may be asked.");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static bool IsLinkLocal(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || plain.IsIPv6Multicast || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..] or [>= 224, ..]);
    }
}

/// <summary>A personal access token, to be changed for one that is good for some minutes.</summary>
internal sealed record RefreshRequest(string Refresh);

/// <summary>That one.</summary>
internal sealed record RefreshAnswer(string? Access);

/// <summary>The JSON of this namespace.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RefreshAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(SetupAnswer))]
[JsonSerializable(typeof(PredictAnswer))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(TrainAnswer))]
internal sealed partial class LabelStudioJson : JsonSerializerContext;
