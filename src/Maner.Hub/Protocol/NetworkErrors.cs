namespace Maner.Hub.Protocol;

/// <summary>Failures of the network, as messages that say what to do.</summary>
internal static class NetworkErrors
{
    /// <summary>What goes without a network.</summary>
    public const string CacheHint = "A model that is in the cache needs no network.";

    /// <summary>Whether a failure may be gone in a second: a broken connection, but not a name that nobody knows.</summary>
    public static bool IsPassing(HttpRequestException error) =>
        error.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);

    /// <summary>The message.</summary>
    public static HubUnavailableException Of(HttpRequestException error, Uri address, HubSettings settings)
    {
        string what = error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"its name is not known here ({error.Message}). Is there a network? Behind a proxy set HTTPS_PROXY=http://HOST:PORT",
            HttpRequestError.SecureConnectionError =>
                "the encrypted connection could not be made: its certificate is not trusted here. If a proxy of your organisation opens encrypted connections, have its root certificate: " +
                "SSL_CERT_FILE=/path/to/certificates.pem on Linux, the system's store elsewhere",
            HttpRequestError.ProxyTunnelError => "the proxy of HTTPS_PROXY (or ALL_PROXY) does not let us through. Check the proxy's address, user and password; NO_PROXY lists hosts that need none",
            _ => $"there is no connection ({error.Message}). Check the network",
        };
        string mirror = address.Authority == settings.Endpoint.Authority ? ""
            : settings.IsMirror ? $" The mirror {settings.EndpointText} sent us to this host: choose a mirror that has the files itself, if it cannot be reached from here."
            : " The hub keeps its files on this host: a firewall must let it through as well.";
        return new HubUnavailableException($"{address.Host}: expected an answer, found none: {what}.{mirror} {CacheHint}", error)
        {
            IsSetup = error.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
    }
}
