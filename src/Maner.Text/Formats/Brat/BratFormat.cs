using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Brat;

/// <summary>
/// brat's standoff: a text (<c>.txt</c>) and beside it its annotations (<c>.ann</c>). Text-bound annotations are entities, but for the triggers of events. Offsets
/// count code points; brat's page writes UTF-16 where it is, which the texts of the annotations show.
/// </summary>
internal sealed class BratFormat : ISentenceFormat, ISentenceWriter
{
    public const string Annotations = ".ann";
    public const string TextExtension = ".txt";

    public string Name => "brat";

    public string Title => "brat standoff";

    public IReadOnlyList<string> Extensions { get; } = [Annotations];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source) => source.Extension == Annotations;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        string text = source.ReadBeside(TextExtension);
        BratAnnotations found = BratAnnotations.Read(source.Lines, report);
        var document = new AnnotatedText(text, 1, source.Stem);
        if (found.Entities.Count > 0 || options.RequireTags)
        {
            document.Spans = SpanOffsets.ToUtf16(text, OffsetUnit.CodePoints, found.Entities, report);
        }

        if (found.Entities.Count == 0 && options.RequireTags)
        {
            report.Assumptions.Add("There are no entities; if nobody has labelled the text yet, leave it out.");
        }

        return DocumentReading.Read([document], options, report);
    }

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses), joinsOthers: true, lineFeeds: true)];
        WritingLosses.LogBorders(documents, keepsSentences: false, keepsWords: false, losses);
        Dictionary<string, string> types = BratAnnotations.Types(documents, losses);
        string[] names = DocumentFiles.NamesOf(documents);
        return [.. documents.SelectMany((document, number) => (WrittenFile[])
        [
            new WrittenFile(names[number], TextExtension, stream => BratAnnotations.WriteText(stream, document)),
            new WrittenFile(names[number], Annotations, stream => BratAnnotations.Write(stream, document, types)),
        ])];
    }
}
