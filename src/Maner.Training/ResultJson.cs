using System.Text.Json.Serialization;
using Maner.Model.Json;

namespace Maner.Training;

/// <summary>Generated serialisation of what fine-tunings and comparisons found.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(TrainingMetrics))]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>Lazy: an initializer would run in no fixed order with the generated half of the class, which makes Default.</summary>
    public static ResultJson Readable => field ??= new(RelaxedJson.Of(Default.Options));
}
