using System.Globalization;
using System.Xml;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Cas;

/// <summary>UIMA CAS as XMI, as INCEpTION exports it (XML 1.0 and 1.1). Document types are not read, so nothing in the file can grow or fetch anything.</summary>
internal sealed class XmiFormat : ISentenceFormat, ISentenceWriter
{
    private const string XmiNamespace = "http://www.omg.org/XMI";

    public string Name => "xmi";

    public string Title => "UIMA CAS XMI (INCEpTION)";

    public IReadOnlyList<string> Extensions { get; } = [".xmi"];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source)
    {
        const int Looked = 4096;
        ReadOnlySpan<byte> begin = source.Bytes.Span[..Math.Min(Looked, source.Bytes.Length)];
        return begin.IndexOf((byte)'<') is >= 0 and < 8 && begin.IndexOf("http://www.omg.org/XMI"u8) >= 0;
    }

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) => CasReading.Read(Parse(source.Text, report), source.Stem, options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses), joinsOthers: true)];
        WritingLosses.LogBorders(documents, keepsSentences: true, keepsWords: true, losses);
        string[] names = DocumentFiles.NamesOf(documents);
        string[] texts = [.. documents.Select(document => XmiWriter.Printable(document, losses))];
        return [.. documents.Select((document, number) => new WrittenFile(names[number], ".xmi", stream => XmiWriter.Write(stream, document, texts[number])))];
    }

    /// <summary>Reads a CAS; INCEpTION's recommender sends such text inside its JSON too.</summary>
    /// <exception cref="InvalidDataException">The text is not XMI.</exception>
    public static CasDocument Parse(string text, ReadingReport report)
    {
        // .NET knows XML 1.0 alone. 1.1 differs in the control characters that it may name, which are let through.
        int version = text.IndexOf("1.1", 0, Math.Min(text.Length, 40), StringComparison.Ordinal);
        text = version > 0 && text.StartsWith("<?xml", StringComparison.Ordinal) ? string.Concat(text.AsSpan(0, version), "1.0", text.AsSpan(version + 3)) : text;
        var sofas = new Dictionary<string, (string Name, string? Text)>(StringComparer.Ordinal);
        var found = new List<(string Sofa, CasAnnotation Annotation)>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                {
                    ReadElement(reader, sofas, found, report);
                }
            }
        }
        catch (XmlException error)
        {
            throw report.Error(Math.Max(error.LineNumber, 1), $"expected XMI, found text that is not ({error.Message.Split(" Line ", 2)[0].TrimEnd('.')}). Export the document again.", error);
        }

        return View(sofas, found, report);
    }

    public static CasDocument View(Dictionary<string, (string Name, string? Text)> sofas, List<(string Sofa, CasAnnotation Annotation)> found, ReadingReport report)
    {
        KeyValuePair<string, (string Name, string? Text)>[] texts = [.. sofas.Where(sofa => sofa.Value.Text is not null)];
        if (texts.Length == 0)
        {
            throw new InvalidDataException($"{report.Path}: expected a text (a Sofa with 'sofaString'), found none. Export the document again.");
        }

        int initial = Math.Max(Array.FindIndex(texts, sofa => sofa.Value.Name == "_InitialView"), 0);
        if (texts.Length > 1)
        {
            report.Add(RepairKind.OtherAnnotation, 1, $"{texts.Length} views of the document", $"only {Visible.Quote(texts[initial].Value.Name)} was read");
        }

        return new CasDocument(texts[initial].Value.Text!, [.. found.Where(pair => pair.Sofa == texts[initial].Key).Select(pair => pair.Annotation)]);
    }

    private static void ReadElement(XmlReader reader, Dictionary<string, (string Name, string? Text)> sofas, List<(string Sofa, CasAnnotation Annotation)> found, ReadingReport report)
    {
        int line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        string type = TypeOf(reader.NamespaceURI, reader.LocalName);
        var features = new Dictionary<string, string>(StringComparer.Ordinal);
        string id = reader.GetAttribute("id", XmiNamespace) ?? "";
        for (bool more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            features.TryAdd(reader.NamespaceURI.Length == 0 ? reader.LocalName : reader.Name, reader.Value);
        }

        reader.MoveToElement();
        if (type == "uima.cas.Sofa")
        {
            sofas[id] = (features.GetValueOrDefault("sofaID", ""), features.GetValueOrDefault("sofaString"));
        }
        else if (features.Remove("begin", out string? begin) && features.Remove("end", out string? end) && features.Remove("sofa", out string? sofa))
        {
            features.Remove("xmi:id");
            found.Add((sofa, new CasAnnotation(type, Number(begin), Number(end), line, features.Count == 0 ? CasAnnotation.NoFeatures : features)));
        }

        long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw report.Error(Math.Max(line, 1), $"expected a number for the place of an annotation, found {Visible.Quote(text)}. Export the document again.");
    }

    // http:///de/tudarmstadt/ukp/type.ecore and Token are de.tudarmstadt.ukp.type.Token.
    private static string TypeOf(string space, string name)
    {
        const string Head = "http:///", Tail = ".ecore";
        return space.StartsWith(Head, StringComparison.Ordinal) && space.EndsWith(Tail, StringComparison.Ordinal) && space.Length > Head.Length + Tail.Length
            ? $"{space[Head.Length..^Tail.Length].Replace('/', '.')}.{name}"
            : name;
    }
}
