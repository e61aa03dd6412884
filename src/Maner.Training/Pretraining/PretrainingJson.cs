using System.Text.Json.Serialization;

namespace Maner.Training.Pretraining;

/// <summary>Generated serialisation of what a pre-training run and the token cache write.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true)]
[JsonSerializable(typeof(PretrainingOptions))]
[JsonSerializable(typeof(PretrainingInputs))]
[JsonSerializable(typeof(PretrainingState))]
[JsonSerializable(typeof(TokenManifest))]
internal sealed partial class PretrainingJson : JsonSerializerContext;
