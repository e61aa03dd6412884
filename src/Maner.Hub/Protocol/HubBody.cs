using System.IO.Compression;
using System.Net;

namespace Maner.Hub.Protocol;

/// <summary>The bytes of a file as they come.</summary>
internal sealed class HubBody : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    private HubBody(HttpResponseMessage response, Stream stream, long offset, TimeSpan timeout, TimeProvider time) =>
        (_response, _stream, Offset, _timeout, _time) = (response, stream, offset, timeout, time);

    /// <summary>Where in the file the bytes begin: what was asked for, or 0 when the server does not resume.</summary>
    public long Offset { get; }

    /// <summary>Reads an answer's head.</summary>
    /// <exception cref="HubTransferException">Ask again.</exception>
    /// <exception cref="HubException">The server refuses.</exception>
    public static async Task<HubBody> OfAsync(
        HttpResponseMessage response, RemoteFile remote, long offset, Uri address, HubSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        long? begin = response.StatusCode switch
        {
            HttpStatusCode.OK => 0,
            HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } range && from == offset && (range.Length ?? remote.Size) == remote.Size => from,
            HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable => null,
            _ => throw Refusal(response, remote, address, settings),
        };
        bool isPacked = response.Content.Headers.ContentEncoding.Any(encoding => encoding is "gzip" or "x-gzip");
        if (begin is null || (isPacked && begin > 0))
        {
            // A range of something else, or of packed bytes: of no use.
            return new HubBody(response, Stream.Null, offset, settings.ReadTimeout, time) { IsUseless = true };
        }

        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return new HubBody(response, isPacked ? new GZipStream(stream, CompressionMode.Decompress) : stream, begin.Value, settings.ReadTimeout, time);
    }

    /// <summary>Whether the answer to a range was of no use, so that the file must be asked for from its beginning.</summary>
    public bool IsUseless { get; private init; }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <exception cref="HubTransferException">The connection broke off, or nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await _stream.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new HubTransferException($"nothing came for {_timeout.TotalSeconds:0.#} seconds", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException or InvalidDataException)
        {
            throw new HubTransferException($"the connection broke off ({error.Message})", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _response.Dispose();
    }

    private static HubException Refusal(HttpResponseMessage response, RemoteFile remote, Uri address, HubSettings settings) => address.Authority == settings.Endpoint.Authority
        ? HubRefusals.Of(response, new HubFile(remote.Repo, remote.Commit, remote.Path), settings)
        : new HubTransferException($"{HubAddress.Text(address)}: expected the file, found {HubAnswers.StatusText(response.StatusCode)}"); // a signature that has expired: the endpoint makes a new one
}
