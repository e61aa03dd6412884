using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>
/// Refuses requests for other names (DNS rebinding), and those that a page of another origin makes (cross-site request forgery). Programs send neither
/// Origin nor Sec-Fetch-Site.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="names">The server's names.</param>
internal sealed class OriginCheck(RequestDelegate next, HostNames names)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!names.Includes(request.Host))
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status421MisdirectedRequest, "Another host was asked for",
                $"Expected the header Host to be localhost, an address or a name that the server was started with, found '{request.Host}'. Start it with that name, or use the address that it printed.");
        }

        return IsOwnPage(request) ? next(context) : Problem.WriteAsync(
            context, StatusCodes.Status403Forbidden, "A page of another origin",
            $"Expected a request of this server's own pages or of a program, found one of {Origin(request)}. Pages of other origins are not answered.");
    }

    private static bool IsOwnPage(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (request.Headers.Origin.Count > 0)
        {
            return string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        }

        // A link from elsewhere may open a page; whatever is on it asks by itself.
        return site is "" or "same-origin" or "none" || (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate");
    }

    private static string Origin(HttpRequest request) => request.Headers.Origin.Count > 0 ? $"'{request.Headers.Origin}'" : "another site";
}
