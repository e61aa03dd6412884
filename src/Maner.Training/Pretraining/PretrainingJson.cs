using System.Text.Json.Serialization;
using Maner.Model.Json;

namespace Maner.Training.Pretraining;

/// <summary>Generated serialisation of what a pre-training run and the token cache write.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true)]
[JsonSerializable(typeof(PretrainingOptions))]
[JsonSerializable(typeof(PretrainingInputs))]
[JsonSerializable(typeof(PretrainingState))]
[JsonSerializable(typeof(TokenManifest))]
[JsonSerializable(typeof(PretrainingMetrics))]
internal sealed partial class PretrainingJson : JsonSerializerContext
{
    /// <summary>Lazy: an initializer would run in no fixed order with the generated half of the class, which makes Default.</summary>
    public static PretrainingJson Readable => field ??= new(RelaxedJson.Of(Default.Options));
}
