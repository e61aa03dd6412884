using System.Globalization;
using System.Text;
using System.Xml;
using Maner.Text.Words;

namespace Maner.Web.Inception;

/// <summary>A suggestion.</summary>
/// <param name="Range">The tokens that it covers, in UTF-16.</param>
/// <param name="Label">The label.</param>
/// <param name="Score">0 to 1.</param>
internal readonly record struct Suggestion(TextRange Range, string Label, double Score);

/// <summary>Writes the smallest CAS that INCEpTION reads suggestions from: the text, and what was found.</summary>
internal static class CasAnswer
{
    private const string Xmi = "http://www.omg.org/XMI", Cas = "http:///uima/cas.ecore", Tcas = "http:///uima/tcas.ecore";

    /// <summary>Writes suggestions as XMI.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="layer">The full name of the layer's type.</param>
    /// <param name="feature">The feature that takes the label.</param>
    /// <param name="suggestions">The suggestions.</param>
    /// <exception cref="XmlException">The layer or the feature is no name.</exception>
    public static string Write(string text, string layer, string feature, IReadOnlyList<Suggestion> suggestions)
    {
        XmlConvert.VerifyNCName(feature);
        int dot = layer.LastIndexOf('.');
        string name = XmlConvert.VerifyNCName(layer[(dot + 1)..]);
        string space = dot < 0 ? "http:///uima/noNamespace.ecore" : $"http:///{layer[..dot].Replace('.', '/')}.ecore";
        var buffer = new StringBuilder();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            buffer.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"); // the writer would name UTF-16, the encoding of strings
            xml.WriteStartElement("xmi", "XMI", Xmi);
            xml.WriteAttributeString("xmlns", "cas", null, Cas);
            xml.WriteAttributeString("xmlns", "tcas", null, Tcas);
            xml.WriteAttributeString("xmlns", "layer", null, space);
            xml.WriteAttributeString("version", Xmi, "2.0");
            xml.WriteStartElement("NULL", Cas);
            xml.WriteAttributeString("id", Xmi, "0");
            xml.WriteEndElement();
            Annotation(2, "DocumentAnnotation", Tcas, new TextRange(0, text.Length));
            xml.WriteAttributeString("language", "x-unspecified");
            xml.WriteEndElement();
            for (int index = 0; index < suggestions.Count; index++)
            {
                Annotation(index + 3, name, space, suggestions[index].Range);
                xml.WriteAttributeString(feature, suggestions[index].Label);
                xml.WriteAttributeString(feature + "_score", suggestions[index].Score.ToString("R", CultureInfo.InvariantCulture));
                xml.WriteAttributeString("inception_internal_predicted", "true");
                xml.WriteEndElement();
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
            xml.WriteAttributeString("members", string.Join(' ', Enumerable.Range(2, suggestions.Count + 1).Select(Number)));
            xml.WriteEndElement();
            xml.WriteEndElement();

            void Annotation(int id, string element, string of, TextRange range)
            {
                xml.WriteStartElement(element, of);
                xml.WriteAttributeString("id", Xmi, Number(id));
                xml.WriteAttributeString("sofa", "1");
                xml.WriteAttributeString("begin", Number(range.Begin));
                xml.WriteAttributeString("end", Number(range.End));
            }
        }

        return buffer.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
