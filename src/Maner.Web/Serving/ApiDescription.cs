using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Maner.Web.Serving;

/// <summary>The OpenAPI document at /openapi.json.</summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "maner serve", Version = "1", Description = "Named-entity recognition over HTTP. Errors are problems of RFC 9457 (application/problem+json)." };
            document.Servers?.Clear(); // whatever it was asked by
            document.Tags?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            operation.Tags?.Clear();
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(Describe);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi.json");

    // What C# has no types for: a string or a list of strings, names to choose from, and members that may be missing.
    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(TagRequestBody) && schema.Properties is { } members)
        {
            var texts = new OpenApiSchema { Type = JsonSchemaType.String };
            members["text"] = new OpenApiSchema { Description = "Running text: a sentence per line; or a list of texts.", OneOf = [texts, List(texts)] };
            members["words"] = new OpenApiSchema { Description = "The words of a sentence; or a list of such lists.", OneOf = [List(texts), List(List(texts))] };
            Choose("offsets", "utf16", "codepoints", "utf8", "words");
            Choose("split", "lines", "sentences");
            schema.Required?.Clear();

            void Choose(string name, params string[] names) =>
                members[name] = new OpenApiSchema { Description = members[name].Description, Type = JsonSchemaType.String, Enum = [.. names.Select(value => (JsonNode)JsonValue.Create(value))] };
        }

        if (type == typeof(TagSentenceBody))
        {
            schema.Required?.ExceptWith(["input", "begin"]);
        }

        return Task.CompletedTask;

        static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
    }
}
