using System.Text.Json.Serialization;

namespace Maner.Annotation.Records;

/// <summary>Where a span comes from.</summary>
internal enum SpanOrigin
{
    /// <summary>A person marked it; with a model's name, a person corrected what that model suggested.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>A model suggested it and a person accepted it as it was.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>It was in an imported file.</summary>
    [JsonStringEnumMemberName("import")]
    Import,
}
