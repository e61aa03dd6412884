using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Cas;
using Maner.Text.Formats.Documents;
using Maner.Text.Words;
using Maner.Web.Projects;

namespace Maner.Web.Inception;

/// <summary>Documents of INCEpTION as text with words, and as labelled sentences.</summary>
internal static class Cas
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">It is no XMI, or an annotation is outside the text.</exception>
    public static CasDocument Parse(string xmi) => XmiFormat.Parse(xmi, NewReport());

    /// <summary>The text with the words of every sentence, which are INCEpTION's tokens: suggestions have to cover whole ones.</summary>
    public static ToolDocument ToDocument(CasDocument cas)
    {
        List<TextRange> tokens = Tokens.Of(Ranges(cas, CasDocument.TokenType), cas.Text);
        TextRange[] sentences = [.. Ranges(cas, CasDocument.SentenceType).Select(span => new TextRange(span.Begin, span.End)).OrderBy(range => range.Begin)];
        if (tokens.Count == 0)
        {
            return new ToolDocument(cas.Text, null);
        }

        var words = new List<IReadOnlyList<TextRange>>();
        int next = 0;
        foreach (TextRange sentence in sentences.Length == 0 ? [new TextRange(0, cas.Text.Length)] : sentences)
        {
            while (next < tokens.Count && tokens[next].Begin < sentence.Begin)
            {
                next++;
            }

            int first = next;
            while (next < tokens.Count && tokens[next].End <= sentence.End)
            {
                next++;
            }

            words.Add(tokens[first..next]);
        }

        return new ToolDocument(cas.Text, words);
    }

    /// <summary>
    /// The labelled sentences of documents. Suggestions of recommenders are no labels. Whoever annotates goes through a document from its beginning, so the
    /// sentences behind its last label have not been looked at, and are left out.
    /// </summary>
    /// <returns>The sentences, and how many were left out.</returns>
    /// <exception cref="InvalidDataException">A document is no XMI, or an annotation is outside the text.</exception>
    public static (DataSet Data, int LeftOut) ToSentences(InceptionRequest request)
    {
        var sentences = new List<Text.Sentences.Sentence>();
        int leftOut = 0;
        foreach (string xmi in request.Documents)
        {
            CasDocument cas = Parse(xmi);
            ToolDocument words = ToDocument(cas);
            TextRange[] borders = [.. Ranges(cas, CasDocument.SentenceType).Select(span => new TextRange(span.Begin, span.End))];
            ReadingReport report = NewReport();
            StatedSpan[] labels =
            [
                .. cas.Annotations.Where(annotation => annotation.Type == request.Layer && !annotation.IsPredicted && !string.IsNullOrWhiteSpace(annotation.Features.GetValueOrDefault(request.Feature)))
                    .Select(annotation => new StatedSpan(annotation.Begin, annotation.End, annotation.Features[request.Feature], Math.Max(annotation.Line, 1))),
            ];
            var document = new AnnotatedText(cas.Text, 1, FormattableString.Invariant($"document {sentences.Count}"))
            {
                Words = words.Sentences is null ? null : [.. words.Sentences.SelectMany(sentence => sentence)],
                Sentences = borders.Length > 0 ? borders : null,
                Spans = SpanOffsets.ToUtf16(cas.Text, OffsetUnit.Utf16, labels, report),
            };
            IReadOnlyList<Text.Sentences.Sentence> read = DocumentReading.Read([document], new LabelledDataOptions(), report).Sentences;
            int last = read.ToList().FindLastIndex(sentence => sentence.Entities is { Count: > 0 });
            sentences.AddRange(read.Take(last + 1));
            leftOut += read.Count - (last + 1);
        }

        return (DataSet.Of(sentences, $"project {request.ProjectId} of INCEpTION"), leftOut);
    }

    private static List<CharSpan> Ranges(CasDocument cas, string type) => SpanOffsets.ToUtf16(cas.Text, OffsetUnit.Utf16,
        [.. cas.Annotations.Where(annotation => annotation.Type == type).Select(annotation => new StatedSpan(annotation.Begin, annotation.End, annotation.Layer, Math.Max(annotation.Line, 1)))], NewReport());

    private static ReadingReport NewReport() => new("document.xmi");
}
