using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>The headers that tell browsers what a page may do: run the server's own scripts, and nothing else.</summary>
/// <param name="next">What answers.</param>
/// <param name="options">Whether the server itself speaks TLS.</param>
internal sealed class SecurityHeaders(RequestDelegate next, ServerOptions options)
{
    /// <summary>No inline script or style, nothing from elsewhere, in nobody's frame.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-store"; // of what does not change an endpoint says otherwise
        if (options.Certificate is not null)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }
}
