using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>
/// A sentence as the page shows it. Words are begin and end of each word in the text, one after the other, in UTF-16 code units, as JavaScript counts. Before and After are
/// its neighbours, to be read; empty for none. State is <c>new</c>, <c>done</c> or <c>skipped</c>.
/// </summary>
internal sealed record SentenceAnswer(
    long Id, string Document, int DocumentId, int Number, int Of, string Text, IReadOnlyList<int> Words, string Before, string After, string State, bool IsFlagged, string Comment,
    double Seconds, long Revision, IReadOnlyList<SpanAnswer> Spans, IReadOnlyList<SpanAnswer> Rejected, SuggestionAnswer? Suggestion, Pick? Pick, string? LockedBy, bool IsAdjudicated);

/// <summary>An entity. Origin is <c>person</c>, <c>model</c> or <c>import</c>.</summary>
internal sealed record SpanAnswer(int First, int End, int Type, string Origin, string? Model, double? Score)
{
    /// <summary>The span of the store.</summary>
    public static SpanAnswer Of(AnnotatedSpan span) => new(span.First, span.End, span.Type, NamesOf.Value(span.Origin), span.Model, span.Score);
}

/// <summary>What a model suggests.</summary>
internal sealed record SuggestionAnswer(string Model, IReadOnlyList<SpanAnswer> Spans);

/// <summary>A change that was refused, since the sentence is another by now: a problem with the sentence as it is.</summary>
internal sealed record StaleAnswer(string Title, int Status, string Detail, SentenceAnswer Current);

/// <summary>Makes <see cref="SentenceAnswer"/>s.</summary>
internal static class SentenceAnswers
{
    /// <summary>A sentence with its neighbours.</summary>
    public static SentenceAnswer Of(Call call, SentenceView sentence)
    {
        DocumentInfo document = call.Project.Documents().First(one => one.Id == sentence.Document);
        (long? before, long? behind) = call.Project.Neighbours(sentence.Id);
        SentenceAnnotation annotation = sentence.Annotation;
        return new SentenceAnswer(
            sentence.Id, document.Name, document.Id, sentence.Number, document.Sentences, sentence.Text,
            [.. sentence.Words.SelectMany(word => (int[])[word.Begin, word.End])],
            TextOf(call, before, document.Id), TextOf(call, behind, document.Id),
            NamesOf.Value(annotation.State), annotation.IsFlagged, annotation.Comment, sentence.Seconds, sentence.Revision,
            Spans(annotation.Spans), Spans(annotation.Rejected),
            sentence.Suggestion is { } suggestion ? new SuggestionAnswer(suggestion.Model, Spans(suggestion.Spans)) : null,
            sentence.Pick, sentence.LockedBy, sentence.IsAdjudicated);
    }

    /// <summary>Spans as the page has them.</summary>
    public static IReadOnlyList<SpanAnswer> Spans(IReadOnlyList<AnnotatedSpan> spans) => [.. spans.Select(SpanAnswer.Of)];

    private static string TextOf(Call call, long? id, int document) =>
        id is { } known && call.Project.Sentence(call.User.Id, known) is { } sentence && sentence.Document == document ? sentence.Text : "";
}

/// <summary>Names of enumerations in JSON: <c>SameLabel</c> is <c>same-label</c>.</summary>
internal static class NamesOf
{
    /// <summary>The name of a value.</summary>
    public static string Value<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a name; null where there is none.</summary>
    public static T? Parse<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Value(value!.Value) == name);
}
