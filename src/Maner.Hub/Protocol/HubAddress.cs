using System.Net;

namespace Maner.Hub.Protocol;

/// <summary>Addresses of files, and where redirects lead.</summary>
internal static class HubAddress
{
    private const string Standard = "huggingface.co";

    /// <summary>Where the endpoint has a file.</summary>
    public static Uri Of(Uri endpoint, HubFile file) =>
        new($"{Root(endpoint)}{file.Repo}/resolve/{Uri.EscapeDataString(file.Revision)}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>An address as it may be shown: without a query, which signs, and without a user's name.</summary>
    public static string Text(Uri address) => $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";

    /// <summary>Where an answer leads; null when it leads nowhere.</summary>
    public static Uri? Redirect(HttpResponseMessage response, Uri from) =>
        response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location && Uri.TryCreate(from, location, out Uri? target) && target.Scheme is "http" or "https" ? target : null;

    /// <summary>
    /// An address on the endpoint: itself when it is there; of a mirror also an address of the hub that it copies, which is asked for at the mirror,
    /// since who names a mirror often cannot reach the hub. Null for another host.
    /// </summary>
    public static Uri? OnEndpoint(Uri address, HubSettings settings)
    {
        if (address.Authority == settings.Endpoint.Authority && address.Scheme == settings.Endpoint.Scheme)
        {
            return address;
        }

        return settings.IsMirror && address.Host == Standard ? new Uri(Root(settings.Endpoint).TrimEnd('/') + address.PathAndQuery) : null;
    }

    /// <summary>The repository in an address of the endpoint: <c>/OWNER/NAME/resolve/…</c> or <c>/api/resolve-cache/models/OWNER/NAME/…</c>; null for another form.</summary>
    public static string? RepoOf(Uri address, Uri endpoint)
    {
        string root = new Uri(Root(endpoint)).AbsolutePath, path = address.AbsolutePath;
        string[] parts = path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..].Split('/') : [];
        string? repo = parts switch
        {
            ["api", "resolve-cache", "models", var owner, var name, var commit, _, ..] when HubModelName.IsCommitId(commit) => $"{owner}/{name}",
            ["api", ..] => null,
            [var owner, var name, "resolve", _, ..] => $"{owner}/{name}",
            [var name, "resolve", _, ..] => name,
            _ => null,
        };
        return repo is not null && HubModelName.IsRepo(repo) ? repo : null;
    }

    /// <summary>Refuses to leave encryption.</summary>
    /// <exception cref="HubException">A redirect leads from https to http.</exception>
    public static void RequireSafe(Uri from, Uri to, HubFile file)
    {
        if (from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps)
        {
            throw new HubException(
                $"{Text(from)}: expected '{file.Path}' or a redirect to an encrypted address, found one to {Text(to)}. A proxy or mirror in between changes answers: use another network, or another HF_ENDPOINT.");
        }
    }

    private static string Root(Uri endpoint) => endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') + "/";
}
