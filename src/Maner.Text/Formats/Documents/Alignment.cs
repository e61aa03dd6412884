using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>Makes sentences with entities over words out of documents with marked stretches of text, and reports what does not fit.</summary>
internal static class Alignment
{
    /// <summary>The sentences of a document.</summary>
    public static IEnumerable<Sentence> ToSentences(AnnotatedText document, ReadingReport report)
    {
        List<CharSpan>? spans = document.Spans is null ? null : Separate(document.Text, document.Spans, report);
        List<TextRange> ranges = Joined(document, spans ?? [], report);
        var place = new DocumentText(document.Text);
        int nextWord = 0, nextSpan = 0;
        bool hadGap = false;
        List<(TextRange Range, List<TextRange> Words)> cut = [.. ranges.Select(range => (range, WordBorders.Of(document.Text, range, document.Words, ref nextWord, ref hadGap)))];
        if (hadGap)
        {
            report.Add(RepairKind.TextOutsideTokens, document.Line, "some of the text is in none of the file's tokens", "it was cut into words by the rules for running text");
        }

        cut.RemoveAll(sentence => sentence.Words.Count == 0);
        foreach ((TextRange range, List<TextRange> words) in cut)
        {
            var inside = new List<CharSpan>();
            for (; spans is not null && nextSpan < spans.Count && spans[nextSpan].Begin < range.End; nextSpan++)
            {
                inside.Add(spans[nextSpan]);
            }

            yield return new Sentence(
                [.. words.Select(word => word.Of(document.Text))],
                range.Of(document.Text),
                [.. words.Select(word => new TextRange(word.Begin - range.Begin, word.End - range.Begin))],
                document.Line,
                spans is null ? null : ToWords(document.Text, words, inside, report))
            {
                Document = document.Id,
                Place = new TextPlace(place, range.Begin),
            };
        }
    }

    /// <summary>Entities over words. A stretch that begins or ends inside a word takes the whole word; one that then meets another is left out. Both are reported.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Where the words are, in order.</param>
    /// <param name="spans">The stretches in order, not overlapping.</param>
    /// <param name="report">Takes what is lost.</param>
    public static EntitySpan[] ToWords(string text, IReadOnlyList<TextRange> words, IReadOnlyList<CharSpan> spans, ReadingReport report)
    {
        var entities = new List<EntitySpan>();
        int word = 0;
        foreach (CharSpan span in spans)
        {
            while (word < words.Count && words[word].End <= span.Begin)
            {
                word++;
            }

            int end = word;
            while (end < words.Count && words[end].Begin < span.End)
            {
                end++;
            }

            if (end == word)
            {
                report.Add(RepairKind.EmptySpan, span.Line, $"{Show(text, span)} has no word in it", "left out");
                continue;
            }

            var whole = new TextRange(words[word].Begin, words[end - 1].End);
            bool isTaken = entities is [.., var last] && last.End > word;
            if (isTaken || whole.Begin < span.Begin || whole.End > span.End)
            {
                report.Add(isTaken ? RepairKind.OverlappingSpans : RepairKind.SpanInsideWord, span.Line,
                    $"{Show(text, span)} begins or ends inside a word of {Visible.Quote(whole.Of(text))}",
                    isTaken ? "left out, since an entity has that word" : $"read as all of {Visible.Quote(whole.Of(text))}");
            }

            if (!isTaken)
            {
                entities.Add(new EntitySpan(word, end, span.Type));
            }
        }

        return [.. entities];
    }

    /// <summary>The stretches in order, without white space at their ends, without empty ones, and of those that overlap the one that begins first, or is longer.</summary>
    private static List<CharSpan> Separate(string text, List<CharSpan> spans, ReadingReport report)
    {
        var separate = new List<CharSpan>();
        foreach (CharSpan span in spans.OrderBy(span => span.Begin).ThenByDescending(span => span.End))
        {
            TextRange trimmed = SentenceBorders.Trimmed(text, new TextRange(span.Begin, span.End));
            if (trimmed.End <= trimmed.Begin)
            {
                report.Add(RepairKind.EmptySpan, span.Line, $"an entity of type {Visible.Quote(span.Type)} has no text but white space", "left out");
                continue;
            }

            CharSpan kept = span with { Begin = trimmed.Begin, End = trimmed.End };
            if (kept != span)
            {
                report.Add(RepairKind.SpanTrimmed, span.Line, $"{Show(text, span)} begins or ends in white space", $"read as {Visible.Quote(trimmed.Of(text))}");
            }

            if (separate is [.., var last] && last.End > kept.Begin)
            {
                string found = kept with { Line = 0 } == last with { Line = 0 } ? $"{Show(text, kept)} is there twice" : $"{Show(text, last)} and {Show(text, kept)} overlap";
                report.Add(RepairKind.OverlappingSpans, kept.Line, found, $"the second was left out");
                continue;
            }

            separate.Add(kept);
        }

        return separate;
    }

    /// <summary>The places of the sentences; two that an entity is in are one. Text outside the file's own sentences is added where an entity is in it.</summary>
    private static List<TextRange> Joined(AnnotatedText document, List<CharSpan> spans, ReadingReport report)
    {
        bool isGiven = document.Sentences is not null;
        List<TextRange> sorted = [.. (document.Sentences ?? SentenceBorders.Of(document.Text)).Where(range => range.End > range.Begin).OrderBy(range => range.Begin)];
        var joined = new List<TextRange>();
        int next = 0;
        foreach (TextRange range in sorted)
        {
            TextRange own = joined is [.., var before] ? range with { Begin = Math.Max(range.Begin, before.End) } : range;
            AddOutside(own.Begin);
            if (own.End <= own.Begin)
            {
                continue;
            }

            bool crosses = next > 0 && next <= spans.Count && joined.Count > 0 && spans[next - 1].End > own.Begin;
            if (crosses)
            {
                if (isGiven)
                {
                    report.Add(RepairKind.SpanAcrossSentences, spans[next - 1].Line, $"{Show(document.Text, spans[next - 1])} is in two sentences of the file", "the two were read as one");
                }

                joined[^1] = joined[^1] with { End = own.End };
            }
            else
            {
                joined.Add(own);
            }

            while (next < spans.Count && spans[next].Begin < own.End)
            {
                next++;
            }
        }

        AddOutside(document.Text.Length);
        return joined;

        // Stretches in front of the next sentence that are in none.
        void AddOutside(int upTo)
        {
            while (next < spans.Count && spans[next].Begin < upTo)
            {
                report.Add(RepairKind.SpanAcrossSentences, spans[next].Line, $"{Show(document.Text, spans[next])} is in no sentence of the file", "read as a sentence of its own");
                joined.Add(new TextRange(spans[next].Begin, Math.Min(spans[next].End, upTo)));
                next++;
            }
        }
    }

    private static string Show(string text, CharSpan span) => $"{Visible.Quote(text[span.Begin..span.End])} ({span.Type}, from {span.Begin} up to {span.End})";
}
