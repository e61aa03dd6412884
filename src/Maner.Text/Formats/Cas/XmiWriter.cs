using System.Text;
using System.Xml;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Text.Formats.Cas;

/// <summary>Writes a document as XMI.</summary>
internal static class XmiWriter
{
    private const string Segmentation = "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore", Names = "http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore";

    /// <summary>The text with a space for each character that XML has no way to write, so that places stay; reported.</summary>
    public static string Printable(OutputDocument document, RepairLog losses)
    {
        int changed = 0;
        var text = new StringBuilder(document.Text);
        for (int index = 0; index < text.Length; index++)
        {
            bool isPair = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
            if (!isPair && !XmlConvert.IsXmlChar(text[index]))
            {
                text[index] = ' ';
                changed++;
            }

            index += isPair ? 1 : 0;
        }

        if (changed > 0)
        {
            losses.Add(RepairKind.TextChanged, document.Line, $"{changed} characters that XML has no way to write", "written as spaces");
        }

        return text.ToString();
    }

    public static void Write(Stream stream, OutputDocument document, string text)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = "", NewLineChars = "\n" };
        using var xml = XmlWriter.Create(stream, settings);
        var elements = new XmiElements(xml, text.Length, ("seg", Segmentation), ("ner", Names));
        foreach (PlacedSentence sentence in document.Sentences)
        {
            elements.Annotation("Sentence", Segmentation, sentence.Range);
            foreach (TextRange word in sentence.Words)
            {
                elements.Annotation("Token", Segmentation, word);
            }

            foreach (CharSpan span in sentence.Spans)
            {
                elements.Annotation("NamedEntity", Names, new TextRange(span.Begin, span.End), (CasDocument.EntityFeature, span.Type));
            }
        }

        elements.End(text);
    }
}
