using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Workbench;

/// <summary>A request of the page by somebody who is known: what every endpoint begins with.</summary>
/// <param name="Context">The request.</param>
/// <param name="Project">The project.</param>
/// <param name="Learning">The training in the background.</param>
/// <param name="User">Who asks.</param>
internal sealed record Call(HttpContext Context, AnnotationProject Project, IWorkbenchLearning Learning, ProjectUser User)
{
    /// <summary>Refuses who is no curator.</summary>
    /// <exception cref="ProblemException">The person is an annotator (403).</exception>
    public void RequireCurator()
    {
        if (User.Role != UserRole.Curator)
        {
            throw ProblemException.Forbidden("Expected a curator, found an annotator. Ask a curator of the project to do it.");
        }
    }

    /// <summary>A number in the path.</summary>
    public long Number(string name) => long.Parse((string)Context.GetRouteValue(name)!, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A value of the query; null where it is missing or empty.</summary>
    public string? Query(string name) => Context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A number of the query; null where it is missing.</summary>
    /// <exception cref="ProblemException">It is no number (400).</exception>
    public long? QueryNumber(string name) => Query(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
        : throw ProblemException.BadRequest($"{name}: expected a whole number, found '{text}'.");

    /// <summary>The body.</summary>
    /// <exception cref="ProblemException">It is not of the type (400).</exception>
    public async Task<T> BodyAsync<T>(JsonTypeInfo<T> type, string expected)
        where T : class => await JsonBody.ReadAsync(Context, type, expected).ConfigureAwait(false) ?? throw ProblemException.BadRequest($"Expected {expected}, found null.");

    /// <summary>Answers.</summary>
    public Task AnswerAsync<T>(T value, JsonTypeInfo<T> type) => Context.Response.WriteAsJsonAsync(value, type, cancellationToken: Context.RequestAborted);

    /// <summary>A sentence as the person sees it.</summary>
    /// <exception cref="ProblemException">There is none of the id (404).</exception>
    public SentenceView Sentence(long id) => Project.Sentence(User.Id, id) ?? throw ProblemException.NotFound($"There is no sentence {id} any more. Load the page again.");
}

/// <summary>Maps paths to what answers them.</summary>
internal static class Calls
{
    /// <summary>Maps a question.</summary>
    public static void Get(this IEndpointRouteBuilder app, string path, Func<Call, Task> answer) => app.MapGet(path, context => RunAsync(context, answer));

    /// <summary>Maps a change, which needs the session's token.</summary>
    public static void Post(this IEndpointRouteBuilder app, string path, Func<Call, Task> answer) => app.MapPost(path, context => RunAsync(context, answer));

    /// <inheritdoc cref="Post"/>
    public static void Put(this IEndpointRouteBuilder app, string path, Func<Call, Task> answer) => app.MapPut(path, context => RunAsync(context, answer));

    private static async Task RunAsync(HttpContext context, Func<Call, Task> answer)
    {
        IServiceProvider services = context.RequestServices;
        WebUser known = await services.GetRequiredService<SessionCookies>().RequireAsync(context).ConfigureAwait(false);
        AnnotationProject project = services.GetRequiredService<AnnotationProject>();
        int id = int.Parse(known.Id, CultureInfo.InvariantCulture);
        ProjectUser user = project.Users().First(one => one.Id == id);
        var call = new Call(context, project, services.GetRequiredService<IWorkbenchLearning>(), user);
        try
        {
            await answer(call).ConfigureAwait(false);
        }
        catch (StaleRevisionException stale)
        {
            // The page shows what is there now instead of what it believed.
            var body = new StaleAnswer("Changed meanwhile", StatusCodes.Status409Conflict, stale.Message, SentenceAnswers.Of(call, stale.Current));
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await context.Response.WriteAsJsonAsync(body, WorkbenchJson.Default.StaleAnswer, "application/problem+json", context.RequestAborted).ConfigureAwait(false);
        }
        catch (ActionRefusedException refused)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "Not done", refused.Message);
        }
        catch (StorageException storage)
        {
            // A full disk may be emptied: the page keeps what is not saved and tries again.
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "The project's file", storage.Message) { RetryAfter = 1 };
        }
    }
}
