using System.Text.Json.Serialization;

namespace Maner.Web.Workbench;

/// <summary>The JSON of this namespace: members in camel case, names of enumerations as strings. README.md describes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowOutOfOrderMetadataProperties = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(ActionAnswer))]
[JsonSerializable(typeof(AdjudicationAnswer))]
[JsonSerializable(typeof(AgreementAnswer))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(InconsistenciesAnswer))]
[JsonSerializable(typeof(LearnedAnswer))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(MarkdownAnswer))]
[JsonSerializable(typeof(MarkdownRequest))]
[JsonSerializable(typeof(NextAnswer))]
[JsonSerializable(typeof(OccurrencesRequest))]
[JsonSerializable(typeof(PlacesAnswer))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(SentenceAnswer))]
[JsonSerializable(typeof(StaleAnswer))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(StrategyRequest))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(WorkAnswer))]
internal sealed partial class WorkbenchJson : JsonSerializerContext;
