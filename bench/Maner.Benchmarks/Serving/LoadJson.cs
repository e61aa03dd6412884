using System.Text.Json.Serialization;

namespace Maner.Benchmarks.Serving;

/// <summary>A request of the load.</summary>
internal sealed record LoadRequest(string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoadRequest))]
internal sealed partial class LoadJson : JsonSerializerContext;
