using System.Text.Json;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Formats.LabelStudio;
using Maner.Web.Hosting;
using Maner.Web.Projects;
using Maner.Web.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Maner.Web.LabelStudio;

/// <summary>Label Studio's ML backend: its address is <c>…/label-studio</c> or, for a certain model, <c>…/label-studio/MODEL</c>.</summary>
internal static partial class LabelStudioEndpoints
{
    private const string Tool = "label-studio";
    private const long MostBytes = 256L << 20;
    private static readonly string[] s_changes = ["ANNOTATION_CREATED", "ANNOTATION_UPDATED", "ANNOTATION_DELETED", "ANNOTATIONS_CREATED", "ANNOTATIONS_DELETED"];

    public static void AddLabelStudio(this IServiceCollection services, LabelStudioOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<LabelStudioProjects>();
        services.AddSingleton<LabelStudioClient>();
    }

    public static void MapLabelStudio(this IEndpointRouteBuilder app)
    {
        foreach (string prefix in (string[])["/label-studio", "/label-studio/{model}"])
        {
            app.MapGet(prefix + "/", Health).ExcludeFromDescription();
            app.MapGet(prefix + "/health", Health).ExcludeFromDescription();
            app.MapPost(prefix + "/setup", SetupAsync).ExcludeFromDescription();
            app.MapPost(prefix + "/predict", PredictAsync).ExcludeFromDescription();
            app.MapPost(prefix + "/webhook", WebhookAsync).ExcludeFromDescription();
            app.MapPost(prefix + "/train", TrainAsync).ExcludeFromDescription();
        }
    }

    private static JsonHttpResult<HealthAnswer> Health(string? model, [FromServices] ProjectModels projects)
    {
        projects.Base(model);
        return TypedResults.Json(new HealthAnswer("UP", "Maner"), LabelStudioJson.Default.HealthAnswer);
    }

    private static async Task<IResult> SetupAsync(HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] LabelStudioProjects known, [FromServices] ILogger<Prediction> log)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        ProjectKey key = KeyOf(body.RootElement, model, projects);
        var config = LabelConfig.Parse(Text(body.RootElement, "schema", "label_config"));
        known.Set(key.Id, new LabelStudioProject(LabelStudioClient.AddressOf(JsonMembers.Find(body.RootElement, "hostname")?.ToString()), Optional(body.RootElement, "access_token")));
        ModelVersion version = projects.Find(key).Current;
        NoteLeftOut(new LabelMap(version.Types, config.Labels), key, log);
        return TypedResults.Json(new SetupAnswer(NameOf(version)), LabelStudioJson.Default.SetupAnswer);
    }

    private static async Task<IResult> PredictAsync(
        HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] ServingOptions options, [FromServices] ILogger<Prediction> log)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        JsonElement[] tasks = JsonMembers.Find(body.RootElement, "tasks") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : throw ProblemException.BadRequest("Expected a request of Label Studio with a list \"tasks\", found none.");
        ProjectKey key = KeyOf(body.RootElement, model, projects);
        var config = LabelConfig.Parse(Text(body.RootElement, "label_config", "schema"));
        await using HeldVersion held = projects.Find(key).Hold();
        var map = new LabelMap(held.Version.Types, config.Labels);
        NoteLeftOut(map, key, log);

        // One result per task whatever the task is: Label Studio joins the two lists by position.
        string[] texts = [.. tasks.Select(task => LabelStudioTask.TextOf(task, config) ?? "")];
        TaggedDocument[] tagged = await held.Version.TagDocumentsAsync([.. texts.Select(text => new ToolDocument(text, null))], options, context.RequestAborted).ConfigureAwait(false);
        int without = texts.Count(text => text.Length == 0);
        if (without > 0)
        {
            LogWithoutText(log, key.Name, without, config.DataKey);
        }

        return TypedResults.Json(
            new PredictAnswer([.. tagged.Select((document, index) => new Prediction(NameOf(held.Version), document.Certainty, Regions(document, texts[index], config, map)))]),
            LabelStudioJson.Default.PredictAnswer);
    }

    private static Region[] Regions(TaggedDocument document, string text, LabelConfig config, LabelMap map)
    {
        var codePoints = new OffsetMap(text, OffsetUnit.CodePoints);
        return
        [
            .. document.Entities.Where(entity => map.Of(entity.Type) is not null).Select((entity, index) => new Region(
                FormattableString.Invariant($"maner-{index}"), config.FromName, config.ToName, "labels",
                new RegionValue(codePoints.FromUtf16(entity.Range.Begin), codePoints.FromUtf16(entity.Range.End), entity.Range.Of(text), [map.Of(entity.Type)!]),
                Math.Clamp(entity.Probability, 0, 1))),
        ];
    }

    private static async Task<IResult> WebhookAsync(
        HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] LabelStudioProjects known, [FromServices] ProjectOptions options,
        [FromServices] TrainingQueue training, [FromServices] LabelStudioClient client)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        string action = Text(body.RootElement, "action");
        bool isChange = s_changes.Contains(action, StringComparer.Ordinal);
        if (!isChange && action != "START_TRAINING")
        {
            return Answer(new WebhookAnswer(null, "Unknown event"), StatusCodes.Status200OK);
        }

        JsonElement project = JsonMembers.Find(body.RootElement, "project") ?? throw ProblemException.BadRequest("Expected an event of Label Studio with \"project\", found none. Switch 'Send payload' on in the webhook's settings.");
        string id = JsonMembers.Find(project, "id")?.ToString() ?? throw ProblemException.BadRequest("Expected the project's \"id\", found none.");
        var key = new ProjectKey(Tool, projects.Base(model).Name, id);
        if (isChange && !known.CountsTo(id, options.ChangesPerTraining))
        {
            return Answer(new WebhookAnswer(new WebhookJob(null, FormattableString.Invariant($"A training run begins with every {options.ChangesPerTraining} changes.")), "ok"), StatusCodes.Status201Created);
        }

        var config = LabelConfig.Parse(Text(project, "label_config"));
        TrainingAnswer answer = training.Add(key, async cancellation =>
        {
            // The event has one annotation or none: what there is to learn from is asked for when the run's turn has come.
            using JsonDocument tasks = await client.LabelledTasksAsync(known.Find(id), id, cancellation).ConfigureAwait(false);
            return Read(tasks.RootElement.EnumerateArray(), config, id);
        }, followsRunning: true, out string job);
        return Answer(new WebhookAnswer(JobOf(answer, job), "ok"), StatusCodes.Status201Created);

        static IResult Answer(WebhookAnswer answer, int status) => TypedResults.Json(answer, LabelStudioJson.Default.WebhookAnswer, statusCode: status);
    }

    /// <summary>What versions before 2022 call instead of the webhook: the labelled tasks are in the request.</summary>
    private static async Task<IResult> TrainAsync(HttpContext context, string? model, [FromServices] ProjectModels projects, [FromServices] TrainingQueue training)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        ProjectKey key = KeyOf(body.RootElement, model, projects);
        var config = LabelConfig.Parse(Text(body.RootElement, "label_config", "schema"));
        DataSet data = Read(JsonMembers.ItemsOf(JsonMembers.Find(body.RootElement, "annotations")), config, key.Id);
        if (!data.Sentences.Any(sentence => sentence.Entities is { Count: > 0 }))
        {
            throw ProblemException.BadRequest("Expected labelled tasks in \"annotations\", found none with a label.");
        }

        TrainingAnswer answer = training.Add(key, _ => Task.FromResult(data), followsRunning: true, out string job);
        return answer == TrainingAnswer.Off
            ? throw new ProblemException(StatusCodes.Status501NotImplemented, "Nothing is trained here", JobOf(answer, job).Note!)
            : TypedResults.Json(new TrainAnswer(JobOf(answer, job).Job), LabelStudioJson.Default.TrainAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static WebhookJob JobOf(TrainingAnswer answer, string job) => answer switch
    {
        TrainingAnswer.Off => new WebhookJob(null, "The server was started without a folder for trained taggers: nothing is trained."),
        TrainingAnswer.Busy when job.Length == 0 => new WebhookJob(null, "Too many training runs are waiting."),
        _ => new WebhookJob(job, null),
    };

    private static DataSet Read(IEnumerable<JsonElement> tasks, LabelConfig config, string id)
    {
        string name = $"project {id} of Label Studio";
        var report = new ReadingReport(name);
        FormatContent content = new LabelStudioFormat().Read(new FormatSource(name, LabelStudioTask.Labelled(tasks, config)), new LabelledDataOptions(), report);
        return DataSet.Of(content.Sentences, name);
    }

    private static ValueTask<JsonDocument> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        return JsonBody.ParseAsync(context, "a request of Label Studio's ML backend");
    }

    // "1.1764406340": the number, and when the project was made.
    private static ProjectKey KeyOf(JsonElement body, string? model, ProjectModels projects) =>
        new(Tool, projects.Base(model).Name, (JsonMembers.Find(body, "project")?.ToString() ?? "").Split('.')[0]);

    private static string Text(JsonElement body, params string[] names) =>
        JsonMembers.Find(body, names) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw ProblemException.BadRequest($"Expected a request of Label Studio with a string \"{names[0]}\", found none.");

    private static string? Optional(JsonElement body, string name) => JsonMembers.Find(body, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } found ? found : null;

    private static string NameOf(ModelVersion version) => $"maner-{version.Id}";

    private static void NoteLeftOut(LabelMap map, ProjectKey key, ILogger log)
    {
        if (map.LeftOut.Count > 0)
        {
            LogLeftOut(log, key.Name, string.Join(", ", map.LeftOut));
        }
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Warning, Message = "{Project}: its labelling configuration has no label for the model's types {Types}; their entities are not suggested (predicted_values of a <Label> says which it is)")]
    private static partial void LogLeftOut(ILogger log, string project, string types);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "{Project}: {Count} tasks have no text '{Key}' in their data; nothing is suggested for them")]
    private static partial void LogWithoutText(ILogger log, string project, int count, string key);
}
