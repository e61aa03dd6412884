using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Maner.Web.Workbench;

/// <summary>The files of the page, which are inside the program: it works offline, from any folder.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PageFile> s_files = Read();

    /// <summary>The paths of all files: <c>/js/main.js</c>.</summary>
    public static IEnumerable<string> Paths => s_files.Keys;

    /// <summary>Maps the page to <c>/</c> and its files to their paths. Only these paths are known: none leads to the disk.</summary>
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        foreach ((string path, PageFile file) in s_files)
        {
            app.MapGet(path, context => SendAsync(context, file));
        }

        PageFile page = s_files["/index.html"];
        app.MapGet("/", context => SendAsync(context, page));
    }

    private static Task SendAsync(HttpContext context, PageFile file)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-cache"; // asked for again each time, and sent only where the program is another
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Bytes.Length;
        return response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, PageFile> Read()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => "/" + name[Prefix.Length..].Replace('\\', '/'),
            name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new PageFile(bytes, s_types.GetValueOrDefault(Path.GetExtension(name), "text/plain; charset=utf-8"), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
            });
    }

    private sealed record PageFile(byte[] Bytes, string Type, string Tag);
}
