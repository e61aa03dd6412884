using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Documents;

/// <summary>What all formats of marked texts have in common on reading: documents in, sentences out.</summary>
internal static class DocumentReading
{
    /// <summary>The sentences of documents; those that nobody has labelled are left out where labels are required.</summary>
    public static FormatContent Read(IEnumerable<AnnotatedText> documents, LabelledDataOptions options, ReadingReport report)
    {
        var sentences = new List<Sentence>();
        int number = 0;
        foreach (AnnotatedText document in documents)
        {
            number++;
            if (document.Spans is null && options.RequireTags)
            {
                report.Add(RepairKind.SkippedRecord, document.Line, $"{NameOf(document, number)} has no labels, not even an empty list of them", "left out");
                continue;
            }

            if (string.IsNullOrWhiteSpace(document.Text))
            {
                report.Add(RepairKind.EmptySentence, document.Line, $"{NameOf(document, number)} has no text", "left out");
                continue;
            }

            int before = sentences.Count;
            Sentence[] cut = [.. Alignment.ToSentences(document, report)];

            // Sentences of one text belong together whether or not it has a name: no part of it may be in the training data and another in the test data.
            sentences.AddRange(document.Id is null && cut.Length > 1 ? cut.Select(sentence => sentence.OfDocument(FormattableString.Invariant($"record {number}"))) : cut);
            foreach (Sentence sentence in sentences.Skip(before))
            {
                WordCheck.Check([new RawSentence([.. sentence.Words.Select(word => new RawWord(word, null, sentence.Line))])], report.Log);
            }
        }

        return new FormatContent(sentences);
    }

    private static string NameOf(AnnotatedText document, int number) =>
        document.Id is null ? FormattableString.Invariant($"record {number}") : FormattableString.Invariant($"record {number} (id {Visible.Quote(document.Id)})");
}
