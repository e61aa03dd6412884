using Maner.Annotation.Records;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Maner.Web.Workbench;

/// <summary>One sentence, or none.</summary>
internal sealed record NextAnswer(SentenceAnswer? Sentence);

/// <summary>A line of a list.</summary>
internal sealed record ListedSentence(long Id, string Text, string State, bool IsFlagged, string Comment, int Entities);

/// <summary>A part of a list.</summary>
internal sealed record ListAnswer(IReadOnlyList<ListedSentence> Sentences, bool HasMore);

/// <summary>An entry of a sentence's history.</summary>
internal sealed record HistoryEntry(long Id, DateTime Time, string User, string Kind, string Text);

/// <summary>The history of a sentence.</summary>
internal sealed record HistoryAnswer(IReadOnlyList<HistoryEntry> Events);

/// <summary>Reads sentences.</summary>
internal static class SentenceEndpoints
{
    private static readonly TimeSpan s_lock = TimeSpan.FromMinutes(10);

    /// <summary>Maps them.</summary>
    public static void MapSentences(this IEndpointRouteBuilder app)
    {
        app.Post("/api/next", call => call.AnswerAsync(new NextAnswer(Next(call, call.QueryNumber("after"))), WorkbenchJson.Default.NextAnswer));
        app.Get("/api/sentences", ListAsync);
        app.Get("/api/sentences/{id:long}", call => call.AnswerAsync(Open(call, call.Number("id")), WorkbenchJson.Default.SentenceAnswer));
        app.Get("/api/sentences/{id:long}/previous", call => NeighbourAsync(call, call.Project.Neighbours(call.Number("id")).Before));
        app.Get("/api/sentences/{id:long}/following", call => NeighbourAsync(call, call.Project.Neighbours(call.Number("id")).Behind));
        app.Get("/api/sentences/{id:long}/history", HistoryAsync);
    }

    /// <summary>The next sentence to label, locked for the person; null when none is left.</summary>
    public static SentenceAnswer? Next(Call call, long? after)
    {
        long? last = after;
        for (int tries = 0; tries < 20; tries++)
        {
            long? id = call.Learning.Next(call.User.Id, last);
            if (id is not { } found)
            {
                return null;
            }

            // Between choosing and locking somebody else may have come.
            if (call.Project.Lock(call.User.Id, found, s_lock) is null)
            {
                return SentenceAnswers.Of(call, call.Sentence(found));
            }

            last = found;
        }

        return null;
    }

    private static SentenceAnswer Open(Call call, long id)
    {
        SentenceView sentence = call.Sentence(id);
        call.Project.Lock(call.User.Id, id, s_lock); // where another has it, the answer says who
        return SentenceAnswers.Of(call, sentence);
    }

    private static Task NeighbourAsync(Call call, long? id) =>
        call.AnswerAsync(new NextAnswer(id is { } known ? Open(call, known) : null), WorkbenchJson.Default.NextAnswer);

    private static Task ListAsync(Call call)
    {
        string? state = call.Query("state");
        var query = new SentenceQuery
        {
            State = state is null ? null : NamesOf.Parse<SentenceState>(state) ?? throw ProblemException.BadRequest($"state: expected new, done or skipped, found '{state}'."),
            IsFlagged = call.Query("flagged") == "true" ? true : null,
            HasComment = call.Query("commented") == "true" ? true : null,
            Type = (int?)call.QueryNumber("type"),
            Document = (int?)call.QueryNumber("document"),
            Text = call.Query("text"),
            After = call.QueryNumber("after"),
        };
        SentencePage page = call.Project.Sentences(call.User.Id, query);
        ListedSentence[] sentences =
        [
            .. page.Sentences.Select(one => new ListedSentence(
                one.Id, one.Text, NamesOf.Value(one.Annotation.State), one.Annotation.IsFlagged, one.Annotation.Comment, one.Annotation.Spans.Count)),
        ];
        return call.AnswerAsync(new ListAnswer(sentences, page.HasMore), WorkbenchJson.Default.ListAnswer);
    }

    private static Task HistoryAsync(Call call)
    {
        SentenceView sentence = call.Sentence(call.Number("id"));
        var names = call.Project.Types().ToDictionary(type => type.Id, type => type.Name);
        HistoryEntry[] entries =
        [
            .. call.Project.History(sentence.Id).Select(one => new HistoryEntry(one.Id, one.Time, one.User, one.Kind, HistoryText.Of(one, sentence, names))),
        ];
        return call.AnswerAsync(new HistoryAnswer(entries), WorkbenchJson.Default.HistoryAnswer);
    }
}
