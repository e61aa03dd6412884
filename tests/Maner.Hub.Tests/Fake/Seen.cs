namespace Maner.Hub.Tests.Fake;

/// <summary>A request that reached the fake hub.</summary>
internal sealed record Seen(bool IsCdn, string Method, string Path, string? Range, string? Authorization, string UserAgent, string AcceptEncoding)
{
    /// <summary>Bytes of the body that were given to the network.</summary>
    public long Sent { get; set; }

    /// <summary>The first byte of the file that was sent.</summary>
    public long From { get; set; }
}
