using System.Net;

namespace Maner.Hub.Protocol;

/// <summary>How requests reach the network.</summary>
internal static class HubHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What every request says of us.</summary>
    public static string UserAgent { get; } = $"maner/{typeof(HubHandler).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    /// <summary>A handler that follows nothing, stores nothing and unpacks nothing by itself. Proxies are those of the environment.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false, // Authorization must not follow to other hosts, and metadata are in the first answer
        AutomaticDecompression = DecompressionMethods.None, // ranges are of the bytes themselves
        UseCookies = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    };
}
