using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Maner.Hub.Protocol;

/// <summary>Reads answers about files, and tells a hub from what may be in its place.</summary>
internal static partial class HubAnswers
{
    private const string CommitHeader = "X-Repo-Commit";

    /// <summary>Whether an answer has what only a hub says of a file.</summary>
    public static bool HasMetadata(HttpResponseMessage response) => Header(response, CommitHeader) is not null && Etag(response) is not null && Size(response) is not null;

    /// <summary>The file that an answer describes.</summary>
    /// <exception cref="HubException">It is a refusal, or no answer of a hub.</exception>
    public static HubAnswer Read(HttpResponseMessage response, HubFile file, HubSettings settings)
    {
        string? commit = Header(response, CommitHeader);
        commit = commit is not null && HubModelName.IsCommitId(commit) ? commit : null;
        if (response.StatusCode == HttpStatusCode.OK || (int)response.StatusCode is >= 300 and < 400)
        {
            return commit is not null && Etag(response) is { } etag && Size(response) is { } size
                ? new HubAnswer(new RemoteFile(file.Repo, commit, file.Path, etag, size), commit)
                : throw NotAHub(response, file, settings);
        }

        // Mirrors leave the code out. Of a commit that another file was found in, only the file can be missing; but that is not recorded.
        string? code = Header(response, "X-Error-Code");
        return code == "EntryNotFound" ? new HubAnswer(null, commit)
            : code is null && response.StatusCode == HttpStatusCode.NotFound && HubModelName.IsCommitId(file.Revision) ? new HubAnswer(null, null)
            : throw HubRefusals.Of(response, file, settings);
    }

    /// <summary>A header of an answer; null when it has none.</summary>
    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;

    /// <summary>A status as it is written: <c>503 ServiceUnavailable</c>.</summary>
    public static string StatusText(HttpStatusCode status) => $"{(int)status} {status}";

    /// <summary>What to check when the answers are of another kind.</summary>
    public static string CheckEndpoint(HubSettings settings) => settings.IsMirror
        ? $"Is HF_ENDPOINT ({settings.EndpointText}) a mirror of the hub, and is a proxy or a login page of the network in between?"
        : "Is a proxy or a login page of the network in between? Open the address in a browser.";

    /// <summary>What to do about a limit on requests.</summary>
    public static string HowToAskLess(HubSettings settings) =>
        (settings.Token is null ? "Run the command again later, or set HF_TOKEN: with an account the limit is higher. " : "Run the command again later. ") + "What is in the cache needs no request.";

    private static string? Etag(HttpResponseMessage response)
    {
        string? text = Header(response, "X-Linked-Etag") ?? (response.StatusCode == HttpStatusCode.OK ? Header(response, "ETag") : null);
        text = text?.StartsWith("W/", StringComparison.Ordinal) == true ? text[2..] : text;
        return text?.Trim('"') is { } etag && Hash().IsMatch(etag) ? etag : null;
    }

    private static long? Size(HttpResponseMessage response)
    {
        if (Header(response, "X-Linked-Size") is { } linked)
        {
            return long.TryParse(linked, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null;
        }

        // A redirect's is of its own body, and that of a packed body is not the file's.
        return response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentEncoding.Count == 0 ? response.Content.Headers.ContentLength : null;
    }

    private static HubException NotAHub(HttpResponseMessage response, HubFile file, HubSettings settings)
    {
        string found = (int)response.StatusCode is >= 300 and < 400
            ? $"a redirect to {response.Headers.Location switch { { IsAbsoluteUri: true } to => HubAddress.Text(to), { } to => to.OriginalString.Split('?')[0], null => "nowhere" }}"
            : response.Content.Headers.ContentType?.MediaType == "text/html" ? "a web page" : "an answer without them";
        return new HubException(
            $"{settings.EndpointText}: expected what a hub says of '{file.Path}' in '{file.Repo}' ({CommitHeader}, a SHA as ETag, a size), found {found}. {CheckEndpoint(settings)}");
    }

    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex Hash();
}
