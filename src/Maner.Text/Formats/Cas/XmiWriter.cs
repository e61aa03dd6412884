using System.Globalization;
using System.Text;
using System.Xml;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Text.Formats.Cas;

/// <summary>Writes a document as XMI.</summary>
internal static class XmiWriter
{
    private const string Xmi = "http://www.omg.org/XMI", Cas = "http:///uima/cas.ecore", Tcas = "http:///uima/tcas.ecore";
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
        xml.WriteStartElement("xmi", "XMI", Xmi);
        foreach ((string prefix, string space) in ((string, string)[])[("cas", Cas), ("tcas", Tcas), ("seg", Segmentation), ("ner", Names)])
        {
            xml.WriteAttributeString("xmlns", prefix, null, space);
        }

        xml.WriteAttributeString("version", Xmi, "2.0");
        xml.WriteStartElement("NULL", Cas);
        xml.WriteAttributeString("id", Xmi, "0");
        xml.WriteEndElement();
        int id = 1;
        Annotation("DocumentAnnotation", Tcas, new TextRange(0, text.Length), "language", "x-unspecified");
        foreach (PlacedSentence sentence in document.Sentences)
        {
            Annotation("Sentence", Segmentation, sentence.Range);
            foreach (TextRange word in sentence.Words)
            {
                Annotation("Token", Segmentation, word);
            }

            foreach (CharSpan span in sentence.Spans)
            {
                Annotation("NamedEntity", Names, new TextRange(span.Begin, span.End), CasDocument.EntityFeature, span.Type);
            }
        }

        xml.WriteStartElement("Sofa", Cas);
        xml.WriteAttributeString("id", Xmi, "1");
        xml.WriteAttributeString("sofaNum", "1");
        xml.WriteAttributeString("sofaID", "_InitialView");
        xml.WriteAttributeString("mimeType", "text");
        xml.WriteAttributeString("sofaString", text);
        xml.WriteEndElement();
        xml.WriteStartElement("View", Cas);
        xml.WriteAttributeString("sofa", "1");
        xml.WriteAttributeString("members", string.Join(' ', Enumerable.Range(2, id - 1).Select(member => member.ToString(CultureInfo.InvariantCulture))));
        xml.WriteEndElement();
        xml.WriteEndElement();

        void Annotation(string name, string space, TextRange range, string? feature = null, string? value = null)
        {
            xml.WriteStartElement(name, space);
            xml.WriteAttributeString("id", Xmi, (++id).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("sofa", "1");
            xml.WriteAttributeString("begin", range.Begin.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("end", range.End.ToString(CultureInfo.InvariantCulture));
            if (feature is not null)
            {
                xml.WriteAttributeString(feature, value);
            }

            xml.WriteEndElement();
        }
    }
}
