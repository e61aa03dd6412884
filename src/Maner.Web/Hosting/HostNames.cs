using System.Net;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>
/// Which names a server answers to. A page of a hostile site can make its own name point at 127.0.0.1 (DNS rebinding) and would then be of the same origin
/// as this server; the header Host still has the site's name, so that names which nobody gave are refused. An address in Host is always right: no name was
/// resolved.
/// </summary>
/// <param name="options">The server's names.</param>
internal sealed class HostNames(ServerOptions options)
{
    /// <summary>Whether a request is for this server.</summary>
    public bool Includes(HostString host)
    {
        if (!host.HasValue)
        {
            return false;
        }

        string name = host.Host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IsAddress(name)
            || options.HostNames.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    // Strict notation alone: "127.1" and "0x7f000001" are names for browsers' old rules, and nobody types them.
    private bool IsAddress(string name) =>
        IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address)
        && (address.ToString() == name.Trim('[', ']'))
        && (!options.IsLocal || IPAddress.IsLoopback(address));
}
