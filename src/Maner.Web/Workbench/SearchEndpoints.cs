using Maner.Annotation.Records;
using Microsoft.AspNetCore.Routing;

namespace Maner.Web.Workbench;

/// <summary>Words whose places are wanted.</summary>
internal sealed record OccurrencesRequest(IReadOnlyList<string> Words, int? Type);

/// <summary>A place where words occur. Kind is <c>free</c>, <c>same-label</c>, <c>other-type</c> or <c>other-borders</c>.</summary>
internal sealed record PlaceAnswer(long Sentence, long Revision, int First, int End, string Kind, string State, string Left, string Key, string Right, int? Type)
{
    /// <summary>The place of the store.</summary>
    public static PlaceAnswer Of(Occurrence place) => new(
        place.Sentence, place.Revision, place.First, place.End, NamesOf.Value(place.Kind), NamesOf.Value(place.State), place.Left, place.Key, place.Right, place.Type);
}

/// <summary>Places.</summary>
internal sealed record PlacesAnswer(IReadOnlyList<PlaceAnswer> Places, bool HasMore);

/// <summary>Words that are labelled in different ways.</summary>
internal sealed record InconsistenciesAnswer(IReadOnlyList<Inconsistency> Words);

/// <summary>Words in their places.</summary>
internal static class SearchEndpoints
{
    private const int MostPlaces = 500;
    private const int MostOccurrences = 10_000;

    /// <summary>Maps them.</summary>
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        app.Post("/api/occurrences", OccurrencesAsync);
        app.Get("/api/concordance", ConcordanceAsync);
        app.Get("/api/inconsistencies", call =>
            call.AnswerAsync(new InconsistenciesAnswer(call.Project.Inconsistencies(call.User.Id, 100)), WorkbenchJson.Default.InconsistenciesAnswer));
    }

    private static async Task OccurrencesAsync(Call call)
    {
        OccurrencesRequest body = await call.BodyAsync(WorkbenchJson.Default.OccurrencesRequest, "an object with \"words\"").ConfigureAwait(false);
        IReadOnlyList<Occurrence> places = body.Words is { Count: > 0 } words ? call.Project.FindOccurrences(call.User.Id, words, body.Type, MostOccurrences) : [];
        await call.AnswerAsync(Answer(places, MostOccurrences), WorkbenchJson.Default.PlacesAnswer).ConfigureAwait(false);
    }

    private static Task ConcordanceAsync(Call call)
    {
        IReadOnlyList<Occurrence> places = call.Query("text") is { } text ? call.Project.Concordance(call.User.Id, text, MostPlaces) : [];
        return call.AnswerAsync(Answer(places, MostPlaces), WorkbenchJson.Default.PlacesAnswer);
    }

    private static PlacesAnswer Answer(IReadOnlyList<Occurrence> places, int most) => new([.. places.Select(PlaceAnswer.Of)], places.Count >= most);
}
