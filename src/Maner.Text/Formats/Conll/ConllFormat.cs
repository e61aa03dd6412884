using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Recognition;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Conll;

/// <summary>One word per line with its tag in a column of its own, in any of the dialects; what a text is that nothing else recognises.</summary>
internal sealed class ConllFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "conll";

    public string Title => "CoNLL columns";

    public IReadOnlyList<string> Extensions { get; } = [".conll", ".bio", ".iob", ".iob2", ".tsv"];

    public ISentenceWriter Writer => this;

    public bool UsesScheme => true;

    public bool Recognises(FormatSource source) => false;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) => ReadColumns(source, options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        return [new WrittenFile(null, ".conll", stream => ConllWriter.Write(stream, written, options.Scheme))];
    }

    /// <summary>Reads columns, whatever separates them: the same for all formats that have them.</summary>
    public static FormatContent ReadColumns(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        RefuseLoneReturns(source);
        LabelReading reading = ColumnFile.Read(source.Lines, options, report.Log, report.Assumptions);
        WordCheck.Check(reading.Sentences, report.Log);
        return new FormatContent(reading.Sentences.Count == 0 ? [] : DocumentMarks.Assign(reading.ToSentences(report.Log, report.Assumptions), SourceLines.Of(source.Lines)), reading.Scheme);
    }

    // A CR is no line end, so such a file would be one endless word; better to say so than to read it.
    private static void RefuseLoneReturns(FormatSource source)
    {
        if (source.Lines.Count == 1 && source.Bytes.Span.Count((byte)'\r') > 1)
        {
            throw new InvalidDataException($"{source.Path}: expected lines that end in LF or CRLF, found lines that end in CR alone. Save the file with LF.");
        }
    }
}
