using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Maner.Text.Data;
using Maner.Text.Formats.Cas;
using Maner.Web.Hosting;
using Maner.Web.Projects;
using Maner.Web.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Inception;

/// <summary>The answer of /predict.</summary>
/// <param name="Document">The text with the suggestions, as XMI.</param>
internal sealed record InceptionAnswer(string Document);

/// <summary>
/// INCEpTION's external recommender, version 1: <c>POST URL/predict</c> and <c>POST URL/train</c>, where URL is <c>…/inception</c> or, for a certain model,
/// <c>…/inception/MODEL</c>.
/// </summary>
internal static partial class InceptionEndpoints
{
    private const string Tool = "inception";
    private const long MostBytes = 256L << 20; // INCEpTION sends all documents of a project to /train

    public static void MapInception(this IEndpointRouteBuilder app)
    {
        foreach (string prefix in (string[])["/inception", "/inception/{model}"])
        {
            app.MapPost(prefix + "/predict", PredictAsync).ExcludeFromDescription();
            app.MapPost(prefix + "/train", TrainAsync).ExcludeFromDescription();
        }
    }

    private static async Task PredictAsync(
        HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] ServingOptions options, [FromServices] ILogger<InceptionAnswer> log)
    {
        InceptionRequest request = await ReadAsync(context, isTraining: false).ConfigureAwait(false);
        CasDocument cas = ReadCas(request.Documents[0]);
        ProjectKey key = KeyOf(projects, model, request);
        await using HeldVersion held = projects.Find(key).Hold();

        // The whole document, also where "range" asks for a part: INCEpTION drops the suggestions of all that an answer does not have.
        TaggedDocument[] tagged = await held.Version.TagDocumentsAsync([Cas.ToDocument(cas)], options, context.RequestAborted).ConfigureAwait(false);
        var map = new LabelMap(held.Version.Types, request.Labels);
        if (map.LeftOut.Count > 0)
        {
            LogLeftOut(log, key.Name, string.Join(", ", map.LeftOut));
        }

        HashSet<TextRangeKey>? single = request.IsSingleToken ? [.. cas.Annotations.Where(annotation => annotation.Type == CasDocument.TokenType).Select(token => new TextRangeKey(token.Begin, token.End))] : null;
        Suggestion[] suggestions =
        [
            .. tagged[0].Entities.Where(entity => map.Of(entity.Type) is not null && single?.Contains(new TextRangeKey(entity.Range.Begin, entity.Range.End)) != false)
                .Select(entity => new Suggestion(entity.Range, map.Of(entity.Type)!, entity.Probability)),
        ];
        string xmi;
        try
        {
            xmi = CasAnswer.Write(cas.Text, request.Layer, request.Feature, suggestions);
        }
        catch (Exception error) when (error is XmlException or ArgumentException)
        {
            throw ProblemException.BadRequest($"Expected names of UIMA as \"layer\" and \"feature\", and a text of characters that XML has, found others ({error.Message.TrimEnd('.')}).");
        }

        await context.Response.WriteAsJsonAsync(new InceptionAnswer(xmi), InceptionJson.Default.InceptionAnswer, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task TrainAsync(
        HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] TrainingQueue training, [FromServices] ILogger<InceptionAnswer> log)
    {
        InceptionRequest request = await ReadAsync(context, isTraining: true).ConfigureAwait(false);
        ProjectKey key = KeyOf(projects, model, request);
        (DataSet data, int leftOut) = Cas.ToSentences(request);
        if (!data.Sentences.Any(sentence => sentence.Entities is { Count: > 0 }))
        {
            throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity, "Nothing to learn from", $"Expected annotations of the layer {request.Layer} with the feature '{request.Feature}', found none. Label some sentences first.");
        }

        if (leftOut > 0)
        {
            LogNotSeen(log, key.Name, leftOut);
        }

        switch (training.Add(key, _ => Task.FromResult(data), followsRunning: false, out _))
        {
            case TrainingAnswer.Busy:
                throw new ProblemException(StatusCodes.Status429TooManyRequests, "Already training", "The project is being trained. Its next documents are welcome afterwards.") { RetryAfter = 10 };
            case TrainingAnswer.Off:
                throw new ProblemException(StatusCodes.Status501NotImplemented, "Nothing is trained here", "The server was started without a folder for trained taggers. Switch 'trainable' off in the recommender's settings, or name a folder.");
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }

    private static async Task<InceptionRequest> ReadAsync(HttpContext context, bool isTraining)
    {
        if (isTraining && context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        using JsonDocument body = await JsonBody.ParseAsync(context, "a request of INCEpTION's external recommender").ConfigureAwait(false);
        return InceptionRequest.Read(body.RootElement, isTraining);
    }

    private static CasDocument ReadCas(string xmi)
    {
        try
        {
            return Cas.Parse(xmi);
        }
        catch (InvalidDataException error)
        {
            throw ProblemException.BadRequest(error.Message);
        }
    }

    private static ProjectKey KeyOf(ProjectModels projects, string? model, InceptionRequest request) =>
        new(Tool, projects.Base(model).Name, $"{request.ProjectId}-{request.Layer}-{request.Feature}");

    private readonly record struct TextRangeKey(long Begin, long End);

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "{Project}: the tagset has no tag for the model's types {Types}; their entities are not suggested")]
    private static partial void LogLeftOut(ILogger log, string project, string types);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "{Project}: {Count} sentences behind the last label of their document were left out of training")]
    private static partial void LogNotSeen(ILogger log, string project, int count);
}

/// <summary>The JSON of this namespace.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InceptionAnswer))]
internal sealed partial class InceptionJson : JsonSerializerContext;
