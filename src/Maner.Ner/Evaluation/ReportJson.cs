using System.Text.Json.Serialization;
using Maner.Model.Json;

namespace Maner.Ner.Evaluation;

/// <summary>JSON of the evaluation's records: snake_case names, null members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(PairedComparison))]
[JsonSerializable(typeof(MeanAndDeviation))]
[JsonSerializable(typeof(IReadOnlyList<EntityError>))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The context that leaves letters of every script as they are; the default one escapes all but ASCII.</summary>
    // Lazy: an initializer would run in no fixed order with the generated half of the class, which makes Default.
    public static ReportJson Readable => field ??= new(RelaxedJson.Of(Default.Options));
}
