using System.Text.Json;
using Maner.Ner.Prediction;
using Maner.Text.Sentences;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Maner.Web.Serving;

/// <summary>The REST interface.</summary>
internal static class ServingEndpoints
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    public static void MapServing(this IEndpointRouteBuilder app)
    {
        app.MapPost("/tag", TagAsync)
            .WithName("tag").WithSummary("Tags text, or words.")
            .WithDescription("Sentences with their entities, in the order of the request; the same bits as the command predict gives. A text is tagged line by line.")
            .Accepts<TagRequestBody>(Json).Produces<TagAnswerBody>()
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests);
        app.MapGet("/models", Models).WithName("models").WithSummary("The models that are served.");
        app.MapPost("/models/{name}/reload", ReloadAsync)
            .WithName("reload").WithSummary("Loads a model again; requests in flight finish on the old version.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        app.MapGet("/health", Health).WithName("health").WithSummary("Whether the process is there.");
        app.MapGet("/ready", Ready).WithName("ready").WithSummary("Whether it takes requests: not while it ends.").Produces<StatusAnswer>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/metrics", Metrics).WithName("metrics").WithSummary("Figures for Prometheus.").Produces<string>(contentType: "text/plain");
    }

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        Array.ForEach(statuses, status => endpoint.Produces<ProblemBody>(status, ProblemJson));
        return endpoint;
    }

    private static async Task TagAsync(HttpContext context, [FromServices] ServedModels models, [FromServices] ServingOptions options)
    {
        TagRequest request;
        using (JsonDocument body = await JsonBody.ParseAsync(context, TagRequestReader.Expected).ConfigureAwait(false))
        {
            request = TagRequestReader.Read(body.RootElement);
        }

        ServedModel model = models.Find(request.Model);
        await using HeldVersion held = model.Hold();
        PlacedInput[] places = [.. request.Sentences(held.Version.Words)];
        TaggedSentence[] tagged = await held.Version.TagOrRefuseAsync([.. places.Select(place => place.Sentence)], options, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json; charset=utf-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter, TagAnswer.Options);
        await using (json.ConfigureAwait(false))
        {
            TagAnswer.Write(json, request, places, tagged, (model.Name, held.Version.Id));
        }
    }

    /// <summary>Tags, and says what the matter is where there are too many words or others wait.</summary>
    /// <exception cref="ProblemException">The request is too long (413), or the queue is full (429).</exception>
    public static async Task<TaggedSentence[]> TagOrRefuseAsync(this ModelVersion version, IReadOnlyList<Sentence> sentences, ServingOptions options, CancellationToken cancellation)
    {
        int words = sentences.Sum(sentence => sentence.Words.Count);
        if (words > options.WordsPerRequest)
        {
            throw new ProblemException(
                StatusCodes.Status413PayloadTooLarge, "The request is too large", $"Expected at most {options.WordsPerRequest} words, found {words}. Send them in several requests.");
        }

        try
        {
            return await version.TagAsync(sentences, cancellation).ConfigureAwait(false);
        }
        catch (QueueFullException full)
        {
            throw new ProblemException(
                StatusCodes.Status429TooManyRequests, "Too many requests", $"All {options.Limits.Requests} places of the queue are taken. Try again in {full.Seconds} s.")
            { RetryAfter = full.Seconds };
        }
    }

    private static Ok<ModelsAnswer> Models([FromServices] ServedModels models) =>
        TypedResults.Ok(new ModelsAnswer([.. models.All.Select(model => new ModelAnswer(model.Name, model.Current.Id, model.Current.Types, model == models.Default, model.Current.Loaded))]));

    private static async Task<Ok<ReloadAnswer>> ReloadAsync(string name, HttpContext context, [FromServices] ServedModels models)
    {
        ServedModel model = models.Find(name);
        try
        {
            bool hasChanged = await model.ReloadAsync(context.RequestAborted).ConfigureAwait(false);
            return TypedResults.Ok(new ReloadAnswer(model.Name, model.Current.Id, hasChanged));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "The model cannot be loaded", $"Version {model.Current.Id} is still served. {error.Message}");
        }
    }

    private static Ok<StatusAnswer> Health() => TypedResults.Ok(new StatusAnswer("UP"));

    private static Results<Ok<StatusAnswer>, JsonHttpResult<StatusAnswer>> Ready([FromServices] ServerState state) => state.IsDraining
        ? TypedResults.Json(new StatusAnswer("DRAINING"), ServingJson.Default.StatusAnswer, statusCode: StatusCodes.Status503ServiceUnavailable)
        : TypedResults.Ok(new StatusAnswer("UP"));

    private static ContentHttpResult Metrics([FromServices] ServingMetrics metrics) => TypedResults.Text(metrics.Write(), ServingMetrics.ContentType);
}
