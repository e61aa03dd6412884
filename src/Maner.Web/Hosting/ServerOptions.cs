using System.Net;

namespace Maner.Web.Hosting;

/// <summary>Where a server listens, and whom it answers.</summary>
internal sealed record ServerOptions
{
    /// <summary>The address to listen on. Any other than loopback needs <see cref="Token"/> or <see cref="HasUsers"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>What a client has to show: as a bearer, or as the password of basic authentication. Null: nothing.</summary>
    public string? Token { get; init; }

    /// <summary>Whether people log in, so that the server may listen on an address that others reach.</summary>
    public bool HasUsers { get; init; }

    /// <summary>Names beside <c>localhost</c> and addresses that the server answers to, as in the header Host: that of a proxy, or of the machine.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Addresses of proxies whose X-Forwarded headers are believed; from all others these headers are ignored.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; init; } = [];

    /// <summary>A certificate for TLS (PEM, or PFX without a password); null for plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key (PEM); null where it is in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>The most bytes of a request's body. An endpoint may allow more for itself.</summary>
    public long MaxBodyBytes { get; init; } = 8 << 20;

    /// <summary>How long requests in flight may take when the server is told to end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether every request is a line of the log: method, path, status and time.</summary>
    public bool LogsRequests { get; init; }

    /// <summary>What the clock says, for sessions and limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether only this machine can reach the server.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);

    /// <summary>Whether browsers and clients come by TLS, here or at a proxy.</summary>
    public string Scheme => Certificate is null ? "http" : "https";

    /// <summary>Refuses what would be open to everybody.</summary>
    /// <exception cref="InvalidDataException">Others could reach a server that asks nobody who they are, or an option makes no sense.</exception>
    public ServerOptions Validated()
    {
        if (!IsLocal && Token is null && !HasUsers)
        {
            throw new InvalidDataException($"The address {Address} can be reached from other machines: expected a token or users, found none. Give one, or listen on 127.0.0.1.");
        }

        if (Port is < 0 or > 65535)
        {
            throw new InvalidDataException($"Port: expected a number from 0 (any free one) to 65535, found {Port}.");
        }

        if (Token is { Length: < ShortestToken })
        {
            throw new InvalidDataException($"Token: expected at least {ShortestToken} characters, found {Token.Length}. Make one with: openssl rand -hex 32");
        }

        return CertificateKey is not null && Certificate is null
            ? throw new InvalidDataException("A key of a certificate was given without the certificate. Give both.")
            : this;
    }

    private const int ShortestToken = 16;
}
