using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>How rows are written in the history and in columns: members with their usual value are left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SentenceAnnotation))]
[JsonSerializable(typeof(AnnotatedSpan[]))]
[JsonSerializable(typeof(SentenceRow))]
[JsonSerializable(typeof(EntityType))]
[JsonSerializable(typeof(Pick))]
[JsonSerializable(typeof(ProjectUser))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class RowJson : JsonSerializerContext
{
    /// <summary>With letters of all scripts as they are: the file is no page of the web.</summary>
    public static RowJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
