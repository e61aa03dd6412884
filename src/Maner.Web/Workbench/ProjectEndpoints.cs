using System.Globalization;
using Maner.Annotation.Records;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Workbench;

/// <summary>What changes by itself.</summary>
internal sealed record StateAnswer(LearningAnswer Learning, ProgressAnswer Progress);

/// <summary>A text to be shown.</summary>
internal sealed record MarkdownRequest(string Text);

/// <summary>Its HTML.</summary>
internal sealed record MarkdownAnswer(string Html);

/// <summary>How far everybody is.</summary>
internal sealed record WorkAnswer(IReadOnlyList<PersonProgress> People, IReadOnlyList<TypeCount> Types, IReadOnlyList<DayAnswer> Days);

/// <summary>How far one person is.</summary>
internal sealed record PersonProgress(string Name, ProgressAnswer Progress);

/// <summary>Sentences done on a day.</summary>
internal sealed record DayAnswer(string Day, int Done);

/// <summary>The learning curve and what follows from it.</summary>
internal sealed record LearnedAnswer(IReadOnlyList<CurvePoint> Curve, string Advice, string? Folder, LearningAnswer Learning);

/// <summary>A strategy.</summary>
internal sealed record StrategyRequest(string Strategy);

/// <summary>The project, its progress, its training.</summary>
internal static class ProjectEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapProject(this IEndpointRouteBuilder app)
    {
        app.Get("/api/project", AnswerAsync);
        app.Get("/api/state", call => call.AnswerAsync(
            new StateAnswer(call.Learning.State, ProgressAnswer.Of(call.Project.Progress(call.User.Id))), WorkbenchJson.Default.StateAnswer));
        app.Post("/api/markdown", MarkdownAsync);
        app.Get("/api/progress", ProgressAsync);
        app.Get("/api/learning", LearningAsync);
        app.Post("/api/learning/train", call =>
        {
            call.Learning.TrainNow();
            return LearningAsync(call);
        });
        app.Put("/api/learning/strategy", StrategyAsync);
    }

    /// <summary>Answers with the project.</summary>
    public static Task AnswerAsync(Call call)
    {
        bool needsLogIn = call.Context.RequestServices.GetRequiredService<IUserDirectory>().OnlyUser is null;
        return call.AnswerAsync(ProjectAnswer.Of(call, needsLogIn), WorkbenchJson.Default.ProjectAnswer);
    }

    private static async Task MarkdownAsync(Call call)
    {
        MarkdownRequest body = await call.BodyAsync(WorkbenchJson.Default.MarkdownRequest, "an object with \"text\"").ConfigureAwait(false);
        await call.AnswerAsync(new MarkdownAnswer(Markdown.ToHtml(body.Text ?? "")), WorkbenchJson.Default.MarkdownAnswer).ConfigureAwait(false);
    }

    private static Task ProgressAsync(Call call)
    {
        bool isCurator = call.User.Role == UserRole.Curator;
        Progress own = call.Project.Progress(isCurator ? null : call.User.Id);
        PersonProgress[] people =
        [
            .. call.Project.Users().Where(user => isCurator || user.Id == call.User.Id).Select(user => new PersonProgress(user.Name, ProgressAnswer.Of(call.Project.Progress(user.Id)))),
        ];
        DayAnswer[] days = [.. own.Days.Select(day => new DayAnswer(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Done))];
        return call.AnswerAsync(new WorkAnswer(people, own.Types, days), WorkbenchJson.Default.WorkAnswer);
    }

    private static Task LearningAsync(Call call) => call.AnswerAsync(
        new LearnedAnswer(call.Learning.Curve, call.Learning.Advice, call.Learning.Folder, call.Learning.State), WorkbenchJson.Default.LearnedAnswer);

    private static async Task StrategyAsync(Call call)
    {
        call.RequireCurator();
        StrategyRequest body = await call.BodyAsync(WorkbenchJson.Default.StrategyRequest, "an object with \"strategy\"").ConfigureAwait(false);
        call.Learning.Choose(body.Strategy ?? "");
        await AnswerAsync(call).ConfigureAwait(false);
    }
}
