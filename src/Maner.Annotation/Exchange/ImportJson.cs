using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Annotation.Exchange;

/// <summary>What the history says of an import.</summary>
internal sealed record ImportEvent(long File, string Name, string Format, string Sha256, IReadOnlyList<int> Documents, int Sentences, int Labelled, string Labels, IReadOnlyList<string> NewTypes, IReadOnlyList<string> Losses);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportEvent))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    /// <summary>With letters of all scripts as they are.</summary>
    public static ImportJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
