using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Maner.Web.Hosting;

/// <summary>Reads bodies, with errors that say what was expected.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body as a type.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">The type.</param>
    /// <param name="expected">What is expected, for messages: "an object with …".</param>
    /// <exception cref="ProblemException">The body is not JSON (415, 400), or not of the type (400).</exception>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string expected)
    {
        RequireJson(context);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw Refused(error, expected);
        }
    }

    /// <summary>Reads a body as JSON; the caller disposes of it.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async ValueTask<JsonDocument> ParseAsync(HttpContext context, string expected)
    {
        RequireJson(context);
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw Refused(error, expected);
        }
    }

    // Browsers send application/json to another origin only after asking for leave, which nobody here gives: a form of another site cannot pass for it.
    private static void RequireJson(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", $"Expected the header 'Content-Type: application/json', found {context.Request.ContentType ?? "none"}.");
        }
    }

    private static ProblemException Refused(JsonException error, string expected) =>
        ProblemException.BadRequest($"Expected {expected}, found a body that is none ({error.Message.TrimEnd('.')}).");
}
