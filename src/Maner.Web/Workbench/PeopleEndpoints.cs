using System.Globalization;
using Maner.Annotation.Records;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Workbench;

/// <summary>A new person, or what is to change of one; null stays.</summary>
internal sealed record UserRequest(string? Name, string? Password, string? Role, bool? IsActive);

/// <summary>How people agree.</summary>
internal sealed record AgreementAnswer(IReadOnlyList<AgreementReport> Pairs, IReadOnlyList<DisagreementAnswer> Disagreements);

/// <summary>A sentence that people have done differently.</summary>
internal sealed record DisagreementAnswer(long Sentence, string Text, bool IsAdjudicated);

/// <summary>A sentence with what everybody says of it.</summary>
internal sealed record AdjudicationAnswer(SentenceAnswer Sentence, long Revision, IReadOnlyList<PersonAnnotation> Annotations);

/// <summary>What one person says of a sentence.</summary>
internal sealed record PersonAnnotation(int User, string Name, string State, IReadOnlyList<SpanAnswer> Spans, string Comment);

/// <summary>People, how they agree, and decisions.</summary>
internal static class PeopleEndpoints
{
    private const int ShortestPassword = 8;

    /// <summary>Maps them.</summary>
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.Post("/api/users", AddAsync);
        app.Put("/api/users/{id:int}", ChangeAsync);
        app.Get("/api/agreement", AgreementAsync);
        app.Get("/api/adjudications/{id:long}", AdjudicationAsync);
    }

    private static async Task AddAsync(Call call)
    {
        call.RequireCurator();
        UserRequest body = await BodyAsync(call).ConfigureAwait(false);
        if (!call.User.HasPassword)
        {
            // From the first password on everybody logs in: whoever has none would be locked out.
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "Not done", $"{call.User.Name} has no password yet. Set it first: from then on everybody logs in.");
        }

        if (string.IsNullOrWhiteSpace(body.Name) || body.Password is null)
        {
            throw ProblemException.BadRequest("Expected \"name\" and \"password\", found one or none of them.");
        }

        call.Project.AddUser(call.User.Id, body.Name.Trim(), body.Password, RoleOf(body) ?? UserRole.Annotator);
        await ProjectEndpoints.AnswerAsync(call).ConfigureAwait(false);
    }

    private static async Task ChangeAsync(Call call)
    {
        call.RequireCurator();
        UserRequest body = await BodyAsync(call).ConfigureAwait(false);
        int user = (int)call.Number("id");
        call.Project.ChangeUser(call.User.Id, user, body.Password, RoleOf(body), body.IsActive, body.Name);
        if ((body.Password is not null || body.IsActive == false) && user != call.User.Id)
        {
            call.Context.RequestServices.GetRequiredService<Sessions>().EndOf(user.ToString(CultureInfo.InvariantCulture));
        }

        await ProjectEndpoints.AnswerAsync(call with { User = call.Project.Users().First(one => one.Id == call.User.Id) }).ConfigureAwait(false);
    }

    private static async Task<UserRequest> BodyAsync(Call call)
    {
        UserRequest body = await call.BodyAsync(WorkbenchJson.Default.UserRequest, "an object with \"name\", \"password\", \"role\" or \"isActive\"").ConfigureAwait(false);
        return body.Password is { Length: < ShortestPassword }
            ? throw ProblemException.BadRequest($"Password: expected {ShortestPassword} characters or more, found {body.Password.Length}.")
            : body;
    }

    private static UserRole? RoleOf(UserRequest body) => body.Role is null ? null
        : NamesOf.Parse<UserRole>(body.Role) ?? throw ProblemException.BadRequest($"role: expected annotator or curator, found '{body.Role}'.");

    private static Task AgreementAsync(Call call)
    {
        call.RequireCurator();
        DisagreementAnswer[] disagreements =
            [.. call.Project.Disagreements(call.Query("all") != "true").Select(one => new DisagreementAnswer(one.Sentence, one.Text, one.IsAdjudicated))];
        return call.AnswerAsync(new AgreementAnswer(call.Project.Agreement(), disagreements), WorkbenchJson.Default.AgreementAnswer);
    }

    private static Task AdjudicationAsync(Call call)
    {
        call.RequireCurator();
        AdjudicationView view = call.Project.Adjudication(call.Number("id")) ?? throw ProblemException.NotFound($"There is no sentence {call.Number("id")} any more.");
        PersonAnnotation[] annotations =
        [
            .. view.Annotations.Select(one => new PersonAnnotation(
                one.User, one.Name, NamesOf.Value(one.Annotation.State), SentenceAnswers.Spans(one.Annotation.Spans), one.Annotation.Comment)),
        ];
        return call.AnswerAsync(new AdjudicationAnswer(SentenceAnswers.Of(call, view.Sentence), view.Revision, annotations), WorkbenchJson.Default.AdjudicationAnswer);
    }
}
