using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Workbench;

/// <summary>An action to be done.</summary>
/// <param name="Action">The action.</param>
/// <param name="Next">Whether the answer is to have the next sentence to label.</param>
internal sealed record ActionRequest(AnnotationAction? Action, bool Next = false);

/// <summary>What became of an action. It is on the disk.</summary>
/// <param name="Kind">The kind of the action; null where there was nothing to undo.</param>
/// <param name="Text">The kind in words.</param>
/// <param name="Sentence">The sentence that it was about, as it is now; null for none.</param>
/// <param name="Next">The next sentence to label, where it was asked for.</param>
/// <param name="Progress">How far the person is now.</param>
/// <param name="Project">The project, where more than sentences changed.</param>
/// <param name="Notes">What the person should know besides.</param>
internal sealed record ActionAnswer(
    string? Kind, string Text, SentenceAnswer? Sentence, SentenceAnswer? Next, ProgressAnswer? Progress, ProjectAnswer? Project, IReadOnlyList<string> Notes);

/// <summary>Changes: the store's actions as they are, undo and redo.</summary>
internal static class ActionEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapActions(this IEndpointRouteBuilder app)
    {
        app.Post("/api/actions", ApplyAsync);
        app.Post("/api/undo", call => ReverseAsync(call, call.Project.Undo(call.User.Id)));
        app.Post("/api/redo", call => ReverseAsync(call, call.Project.Redo(call.User.Id)));
    }

    private static async Task ApplyAsync(Call call)
    {
        ActionRequest body = await call.BodyAsync(WorkbenchJson.Default.ActionRequest, "an object with \"action\"").ConfigureAwait(false);
        AnnotationAction action = body.Action ?? throw Hosting.ProblemException.BadRequest("Expected an object with \"action\", found none in it.");
        ApplyResult result = call.Project.Apply(call.User.Id, action);
        long? sentence = (action as SentenceAction)?.Sentence;
        await call.AnswerAsync(
            new ActionAnswer(
                result.Kind, TextOf(result.Kind), sentence is { } id ? Find(call, id) : null, body.Next ? SentenceEndpoints.Next(call, sentence) : null,
                ProgressAnswer.Of(call.Project.Progress(call.User.Id)), sentence is null ? ProjectOf(call) : null, result.Notes),
            WorkbenchJson.Default.ActionAnswer).ConfigureAwait(false);
    }

    private static Task ReverseAsync(Call call, ApplyResult? result)
    {
        ActionAnswer answer = result is null
            ? new ActionAnswer(null, "", null, null, null, null, [])
            : new ActionAnswer(
                result.Kind, TextOf(result.Kind), result.Sentences.Count > 0 ? Find(call, result.Sentences[0]) : null, null,
                ProgressAnswer.Of(call.Project.Progress(call.User.Id)), ProjectOf(call), result.Notes);
        return call.AnswerAsync(answer, WorkbenchJson.Default.ActionAnswer);
    }

    private static SentenceAnswer? Find(Call call, long id) => call.Project.Sentence(call.User.Id, id) is { } sentence ? SentenceAnswers.Of(call, sentence) : null;

    private static ProjectAnswer ProjectOf(Call call) => ProjectAnswer.Of(call, call.Context.RequestServices.GetRequiredService<Hosting.IUserDirectory>().OnlyUser is null);

    private static string TextOf(string kind) => kind switch
    {
        "set-spans" => "labels of a sentence",
        "set-state" => "state of a sentence",
        "set-flag" => "flag",
        "set-comment" => "comment",
        "accept-suggestion" => "accepted suggestion",
        "correct-suggestion" => "corrected suggestion",
        "reject-suggestion" => "rejected suggestion",
        "label-occurrences" => "labels of all occurrences",
        _ => kind.Replace('-', ' '),
    };
}
