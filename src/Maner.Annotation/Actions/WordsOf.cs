using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Text.Words;

namespace Maner.Annotation.Actions;

/// <summary>What changes of words and borders have in common: everybody's annotations go along.</summary>
internal static class WordsOf
{
    /// <summary>A word.</summary>
    /// <exception cref="ActionRefusedException">There is no such word.</exception>
    public static TextRange At(SentenceRow row, int word) =>
        word >= 0 && word < row.Words.Length ? row.Words[word] : throw new ActionRefusedException($"Expected one of the {row.Words.Length} words, found number {word}. Choose a word of the sentence.");

    /// <summary>What everybody says of a sentence, the adjudicated annotation too.</summary>
    public static Dictionary<int, SentenceAnnotation> Everybody(ActionScope scope, long sentence)
    {
        List<int> users = scope.Session.Query("SELECT user FROM annotations WHERE sentence = $1", row => row.GetInt32(0), sentence);
        users.ForEach(user => scope.Cover("annotation", sentence, user));
        return users.ToDictionary(user => user, user => scope.AnnotationOf(sentence, user));
    }

    /// <summary>Whose annotation it is.</summary>
    public static string NameOf(ActionScope scope, int user) => scope.Session.Text("SELECT name FROM users WHERE id = $1", user) ?? "the adjudicated annotation";

    /// <summary>Gives a sentence other words, and everybody's spans the words that they have then.</summary>
    /// <param name="scope">The rows.</param>
    /// <param name="sentence">The sentence's id.</param>
    /// <param name="row">The sentence as it was.</param>
    /// <param name="words">The words.</param>
    /// <param name="first">The new index of a span's first word.</param>
    /// <param name="end">The new index after its last.</param>
    /// <exception cref="ActionRefusedException">Two entities of somebody would share a word.</exception>
    public static void Change(ActionScope scope, long sentence, SentenceRow row, IReadOnlyList<TextRange> words, Func<int, int> first, Func<int, int> end)
    {
        Dictionary<int, SentenceAnnotation> annotations = Everybody(scope, sentence);
        scope.SetSentence(sentence, SentenceRow.Of(row.Document, row.Start, row.Text, words));
        foreach ((int user, SentenceAnnotation annotation) in annotations)
        {
            AnnotatedSpan[] spans = Moved(annotation.Spans);
            for (int index = 1; index < spans.Length; index++)
            {
                if (spans[index].Overlaps(spans[index - 1]))
                {
                    throw new ActionRefusedException($"Expected entities that share no words, found two of {NameOf(scope, user)} that would share the joined word. Take one of them away first.");
                }
            }

            scope.SetAnnotation(sentence, annotation with { Spans = spans, Rejected = Moved(annotation.Rejected) }, user);
        }

        AnnotatedSpan[] Moved(IReadOnlyList<AnnotatedSpan> spans) => [.. spans.Select(span => span with { First = first(span.First), End = end(span.End) })];
    }
}
