using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Web.Serving;

/// <summary>A model that is served.</summary>
internal sealed record ModelAnswer(
    [property: Description("What requests call it.")] string Name,
    [property: Description("The first digits of the hash of its files.")] string Version,
    [property: Description("The entity types that it knows.")] IReadOnlyList<string> Types,
    [property: Description("Whether it is the model of requests that name none.")] bool IsDefault,
    [property: Description("When it was loaded.")] DateTimeOffset Loaded);

/// <summary>The models.</summary>
internal sealed record ModelsAnswer(IReadOnlyList<ModelAnswer> Models);

/// <summary>A model that was loaded again.</summary>
internal sealed record ReloadAnswer(
    [property: Description("The model.")] string Name,
    [property: Description("The version that is served now.")] string Version,
    [property: Description("Whether it is another than before.")] bool HasChanged);

/// <summary>Whether the server is there.</summary>
internal sealed record StatusAnswer([property: Description("UP, or DRAINING where it is about to end.")] string Status);

/// <summary>What to tag: either text or words. A list of such objects is a request, too.</summary>
/// <remarks>For the description alone: <see cref="TagRequestReader"/> reads it.</remarks>
internal sealed record TagRequestBody(
    JsonElement? Text,
    JsonElement? Words,
    [property: Description("A model's name (GET /models); the first model otherwise.")] string? Model,
    [property: Description("What begin and end count: utf16 code units (the default), codepoints, utf8 bytes, or words.")] string? Offsets,
    [property: Description("lines: every line of a text is a sentence (the default, as for the command predict); sentences: lines are cut into sentences.")] string? Split);

/// <summary>The sentences with their entities.</summary>
/// <remarks>For the description alone: <see cref="TagAnswer"/> writes it.</remarks>
internal sealed record TagAnswerBody(
    [property: Description("The model that answered.")] string Model,
    [property: Description("Its version.")] string Version,
    [property: Description("The sentences, in the order of the request.")] IReadOnlyList<TagSentenceBody> Sentences);

/// <summary>A sentence of the answer.</summary>
internal sealed record TagSentenceBody(
    [property: Description("Which item of the request's list it is from, from 0; only where the request had a list.")] int? Input,
    [property: Description("Where the sentence begins in the request's text; only where the request had a text, and offsets do not count words.")] int? Begin,
    [property: Description("The sentence: as it was given, or its words joined by single spaces.")] string Text,
    [property: Description("Its entities in reading order.")] IReadOnlyList<TagEntityBody> Entities);

/// <summary>An entity of the answer.</summary>
internal sealed record TagEntityBody(
    [property: Description("Its type, such as PER.")] string Type,
    [property: Description("Its text.")] string Text,
    [property: Description("Where it begins in the sentence's text, in the unit that was asked for.")] int Begin,
    [property: Description("Where it ends, exclusive.")] int End,
    [property: Description("The lowest of its words' probabilities for their tags, 0 to 1.")] float Probability);

/// <summary>The JSON of this namespace.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ReloadAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(TagRequestBody))]
[JsonSerializable(typeof(TagAnswerBody))]
[JsonSerializable(typeof(Hosting.ProblemBody))]
internal sealed partial class ServingJson : JsonSerializerContext;
