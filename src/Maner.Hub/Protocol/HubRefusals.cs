using System.Net;

namespace Maner.Hub.Protocol;

/// <summary>A hub's refusals, as messages that say what to do.</summary>
internal static class HubRefusals
{
    private const int LongestServerText = 300;

    /// <summary>The refusal in an answer.</summary>
    public static HubException Of(HttpResponseMessage response, HubFile file, HubSettings settings)
    {
        string where = settings.EndpointText, page = $"{where}/{file.Repo}";
        string? code = HubAnswers.Header(response, "X-Error-Code"), said = Said(response, settings);
        return (response.StatusCode, code) switch
        {
            (_, "GatedRepo") => new HubException(
                $"{where}: expected the model '{file.Repo}', found that its owner gives it only to those who have accepted the conditions. " +
                (Sent(settings) is { } token
                    ? $"Open {page} in a browser, accept them with the account of {token}, and run the command again."
                    : $"Open {page} in a browser, accept them, {HowToSetToken(settings)}")),
            (_, "RevisionNotFound") => new HubException(
                $"{where}: expected the revision '{file.Revision}' of '{file.Repo}', found none. Choose a branch, a tag or a whole commit of {page}/commits/main."),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) when said?.Contains("Invalid credentials", StringComparison.OrdinalIgnoreCase) == true => new HubException(
                $"{where}: expected a valid token, found that {settings.Token?.ToString() ?? "what was sent"} is not one (expired, revoked or copied wrong). Make a new one at {where}/settings/tokens, or remove it: public models need none."),
            (HttpStatusCode.Unauthorized, _) or (HttpStatusCode.NotFound, "RepoNotFound") => new HubException(
                $"{where}: expected a model '{file.Repo}', found none, or a private one. Check the name at {page}. If it is private, " +
                (Sent(settings) is { } token ? $"check that {token} may read it." : HowToSetToken(settings))),
            (HttpStatusCode.Forbidden, _) => new HubException(
                $"{where}: expected to read '{file.Repo}', found that it is forbidden{(said is null ? "" : $" (\"{said}\")")}. " +
                (Sent(settings) is { } token ? $"Give {token} the right to read it at {where}/settings/tokens." : $"If it needs an account, {HowToSetToken(settings)}")),
            (HttpStatusCode.NotFound, _) => new HubException(
                $"{where}: expected '{file.Path}' of '{file.Repo}' at '{file.Revision}', found none. Check the name at {page}. {(settings.IsMirror ? HubAnswers.CheckEndpoint(settings) : "")}".TrimEnd()),
            (HttpStatusCode.ProxyAuthenticationRequired, _) => new HubUnavailableException(
                $"{where}: expected an answer, found that the proxy asks who you are (407). Put user and password into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT")
            { IsSetup = true },
            _ => new HubException(
                $"{where}: expected '{file.Path}' of '{file.Repo}', found {HubAnswers.StatusText(response.StatusCode)}{(said is null ? "" : $" (\"{said}\")")}. {HubAnswers.CheckEndpoint(settings)}"),
        };
    }

    /// <summary>The token that was sent; null when none was.</summary>
    private static HubToken? Sent(HubSettings settings) => settings.IsPrivate ? settings.Token : null;

    private static string HowToSetToken(HubSettings settings) => settings.Token is { } kept
        ? $"use an address of HF_ENDPOINT with https: {kept} was not sent, since anyone on the way could read it."
        : $"make a token at {settings.EndpointText}/settings/tokens and set HF_TOKEN to it.";

    /// <summary>What the server says, in one line of printable letters, without the token.</summary>
    private static string? Said(HttpResponseMessage response, HubSettings settings)
    {
        if (HubAnswers.Header(response, "X-Error-Message") is not { Length: > 0 } text)
        {
            return null;
        }

        text = new string([.. text.Where(letter => !char.IsControl(letter)).Take(LongestServerText)]);
        return settings.Token?.Redact(text) ?? text;
    }
}
