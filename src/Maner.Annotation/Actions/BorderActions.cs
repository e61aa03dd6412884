using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Text.Words;

namespace Maner.Annotation.Actions;

/// <summary>Cuts a word in two. Everybody's spans stay where they are. Only curators, as all changes of words and borders.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Word">The word's index.</param>
/// <param name="Offset">Where in the word the second one begins, in UTF-16 code units, between two characters.</param>
internal sealed record SplitWord(long Sentence, long Revision, int Word, int Offset) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change words");
        SentenceRow row = scope.Seen(Sentence, Revision).Sentence.Row;
        TextRange word = WordsOf.At(row, Word);
        int at = word.Begin + Offset;
        if (Offset <= 0 || at >= word.End || char.IsLowSurrogate(row.Text[at]))
        {
            throw new ActionRefusedException($"Expected a place between two characters of the word '{word.Of(row.Text)}', found {Offset}. Choose a place inside the word.");
        }

        WordsOf.Change(scope, Sentence, row, [.. row.Words[..Word], word with { End = at }, word with { Begin = at }, .. row.Words[(Word + 1)..]], index => index > Word ? index + 1 : index, index => index > Word ? index + 1 : index);
    }
}

/// <summary>Makes one word of several that touch. A span that has some of them has the whole word then.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
internal sealed record JoinWords(long Sentence, long Revision, int First, int End) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change words");
        SentenceRow row = scope.Seen(Sentence, Revision).Sentence.Row;
        if (First < 0 || End > row.Words.Length || End - First < 2)
        {
            throw new ActionRefusedException($"Expected two words or more of the {row.Words.Length}, found {First} up to {End}. Mark the words to join.");
        }

        for (int word = First + 1; word < End; word++)
        {
            if (row.Words[word].Begin != row.Words[word - 1].End)
            {
                throw new ActionRefusedException($"Expected words that touch, found a space behind '{row.Words[word - 1].Of(row.Text)}'. Words with spaces inside can be written in hardly any format: label them as one entity instead.");
            }
        }

        int gone = End - First - 1;
        WordsOf.Change(scope, Sentence, row, [.. row.Words[..First], new TextRange(row.Words[First].Begin, row.Words[End - 1].End), .. row.Words[End..]],
            first => first >= End ? first - gone : Math.Min(first, First),
            end => end >= End ? end - gone : Math.Min(end, First + 1));
    }
}

/// <summary>Ends a sentence in front of a word; what is behind becomes a new sentence. A span across the border is cut in two, with a note.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Word">Index of the new sentence's first word.</param>
internal sealed record SplitSentence(long Sentence, long Revision, int Word) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change the borders of sentences");
        SentenceRow row = scope.Seen(Sentence, Revision).Sentence.Row;
        if (Word <= 0 || Word >= row.Words.Length)
        {
            throw new ActionRefusedException($"Expected a word behind the first of the {row.Words.Length}, found {Word}. Choose the word that begins the new sentence.");
        }

        int end = row.Words[Word - 1].End, begin = row.Words[Word].Begin;
        long added = SentenceTable.NewId(scope.Session);
        var annotations = WordsOf.Everybody(scope, Sentence);
        scope.SetSentence(Sentence, SentenceRow.Of(row.Document, row.Start, row.Text[..end], row.Words[..Word]));
        scope.SetSentence(added, SentenceRow.Of(row.Document, row.Start + begin, row.Text[begin..], row.Words[Word..].Select(word => new TextRange(word.Begin - begin, word.End - begin))));
        foreach ((int user, SentenceAnnotation annotation) in annotations)
        {
            if (annotation.Spans.Any(span => span.First < Word && span.End > Word))
            {
                scope.Notes.Add($"An entity of {WordsOf.NameOf(scope, user)} was on both sides of the new border, and is two now.");
            }

            scope.SetAnnotation(Sentence, annotation with { Spans = Part(annotation.Spans, 0, Word), Rejected = Part(annotation.Rejected, 0, Word) }, user);
            scope.SetAnnotation(added, annotation with { Spans = Part(annotation.Spans, Word, row.Words.Length), Rejected = Part(annotation.Rejected, Word, row.Words.Length), IsFlagged = false, Comment = "" }, user);
        }

        scope.Set("pick", RowTable.Of("pick").Read(scope.Session, [Sentence]), added);
        foreach (int user in scope.Session.Query("SELECT user FROM assignments WHERE sentence = $1", found => found.GetInt32(0), Sentence))
        {
            scope.Set("assignment", AssignmentTable.Row([.. AssignmentTable.Get(scope.Session, user), added]), user);
        }
    }

    private static AnnotatedSpan[] Part(IReadOnlyList<AnnotatedSpan> spans, int first, int end) =>
        [.. spans.Where(span => span.First < end && span.End > first).Select(span => span with { First = Math.Max(span.First, first) - first, End = Math.Min(span.End, end) - first })];
}

/// <summary>Joins a sentence with the next of its document. What either person had of both is joined; done is only what was done in both.</summary>
/// <param name="Sentence">The first sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
internal sealed record MergeSentences(long Sentence, long Revision) : SentenceAction(Sentence, Revision)
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change the borders of sentences");
        SentenceRow row = scope.Seen(Sentence, Revision).Sentence.Row;
        long next = scope.Session.Number("SELECT id FROM sentences WHERE live = 1 AND document = $1 AND (start, id) > ($2, $3) ORDER BY start, id LIMIT 1", row.Document, row.Start, Sentence)
            ?? throw new ActionRefusedException("Expected another sentence behind this one in its document, found none. Only sentences of one document can be joined.");
        SentenceRow second = scope.Sentence(next).Row;
        int shift = second.Start - row.Start, words = row.Words.Length;
        string text = DocumentTable.TextOf(scope.Session, row.Document)[row.Start..second.End];
        Dictionary<int, SentenceAnnotation> ones = WordsOf.Everybody(scope, Sentence), others = WordsOf.Everybody(scope, next);
        scope.SetSentence(Sentence, SentenceRow.Of(row.Document, row.Start, text, [.. row.Words, .. second.Words.Select(word => new TextRange(word.Begin + shift, word.End + shift))]));
        foreach (int user in ones.Keys.Union(others.Keys).Order())
        {
            SentenceAnnotation one = ones.GetValueOrDefault(user, SentenceAnnotation.Empty), other = others.GetValueOrDefault(user, SentenceAnnotation.Empty);
            scope.SetAnnotation(next, SentenceAnnotation.Empty, user);
            scope.SetAnnotation(Sentence, new SentenceAnnotation
            {
                Spans = [.. one.Spans, .. Moved(other.Spans)],
                Rejected = [.. one.Rejected, .. Moved(other.Rejected)],
                State = one.State == other.State ? one.State : SentenceState.New,
                IsFlagged = one.IsFlagged || other.IsFlagged,
                Comment = string.Join("\n", new[] { one.Comment, other.Comment }.Where(comment => comment.Length > 0)),
            }, user);
        }

        scope.SetSentence(next, null);

        AnnotatedSpan[] Moved(IReadOnlyList<AnnotatedSpan> spans) => [.. spans.Select(span => span with { First = span.First + words, End = span.End + words })];
    }
}
