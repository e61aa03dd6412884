using System.Text;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Brackets;

/// <summary>
/// Running text, one sentence per line, with its names in brackets: <c>[Asha PER] anaishi [Dar es Salaam LOC].</c> The type is what follows the last space; brackets and
/// backslashes of the text are written <c>\[ \] \\</c>.
/// </summary>
internal sealed class BracketsFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "brackets";

    public string Title => "text with names in brackets";

    public IReadOnlyList<string> Extensions { get; } = [".brackets"];

    public ISentenceWriter Writer => this;

    // Running text has brackets too; types in capitals tell the two apart. One slip in a file must not make it running text, so most brackets decide.
    public bool Recognises(FormatSource source)
    {
        const int Looked = 200;
        int entities = 0, others = 0;
        if (!source.Bytes.Span.ContainsAny((byte)'[', (byte)']'))
        {
            return false; // a million lines are looked through at a glance
        }

        if (JsonRecords.BeginLike(source) && !Extensions.Contains(source.Extension))
        {
            return false; // lists of JSON end in a capital word as names do: [0, 3, "PER"]
        }

        foreach (SourceLine line in source.Lines.Where(line => line.Text.AsSpan().ContainsAny('[', ']')).Take(Looked))
        {
            others += BracketText.Read(line.Text, out _, out List<CharSpan> spans).Count;
            int capital = spans.Count(span => BracketFaults.IsCapital(span.Type));
            (entities, others) = (entities + capital, others + spans.Count - capital);
        }

        return entities > others;
    }

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        var documents = new List<AnnotatedText>();
        var faults = new BracketFaults(isTold: options.Format is not null || Extensions.Contains(source.Extension));
        foreach (SourceLine line in source.Lines.Where(line => !line.IsBlank))
        {
            faults.Add(line, BracketText.Read(line.Text, out string text, out List<CharSpan> spans), spans);
            documents.Add(new AnnotatedText(text, line.Number, null)
            {
                Spans = [.. spans.Select(span => span with { Line = line.Number })],
                Sentences = [SentenceBorders.Trimmed(text, new TextRange(0, text.Length))],
            });
        }

        faults.Refuse(source.Path);
        return DocumentReading.Read(documents, options, report);
    }

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        WritingLosses.LogDocuments(written, losses);
        WritingLosses.LogBorders(written.SelectMany(sentence => OutputDocument.Of([sentence])), keepsSentences: true, keepsWords: false, losses);
        foreach (Sentence sentence in written)
        {
            foreach (EntitySpan entity in sentence.Entities ?? [])
            {
                if (!BracketText.IsType(entity.Type))
                {
                    throw new InvalidDataException($"The type {Visible.Quote(entity.Type)} of the sentence at line {sentence.Line} cannot be written in brackets, where a type has no space and no bracket. Write JSON Lines instead (jsonl).");
                }
            }

            if (sentence.Locate().Text.AsSpan().ContainsAny('\n', '\r'))
            {
                losses.Add(RepairKind.TextChanged, sentence.Line, "a line end inside a sentence", "written as a space");
            }

            if (sentence.Entities is null)
            {
                losses.Add(RepairKind.TextChanged, sentence.Line, "a sentence that nobody has labelled", "it looks like one without names");
            }
        }

        return [new WrittenFile(null, ".brackets", stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(written.Select(sentence => BracketText.Of(sentence) + "\n")))))];
    }
}
