using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Annotation.Actions;

/// <summary>Actions as JSON, as the history has them and as the page sends them: <c>{"kind":"set-flag","sentence":1,"revision":3,"isFlagged":true}</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(AnnotationAction))]
internal sealed partial class ActionJson : JsonSerializerContext
{
    /// <summary>With letters of all scripts as they are.</summary>
    public static ActionJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
