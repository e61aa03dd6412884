using System.Globalization;
using System.Xml;
using Maner.Text.Words;

namespace Maner.Text.Formats.Cas;

/// <summary>Writes a CAS with one view as XMI, element by element: the beginning, annotations with ids from 2 on, and the text.</summary>
internal sealed class XmiElements
{
    private const string Xmi = "http://www.omg.org/XMI", Cas = "http:///uima/cas.ecore", Tcas = "http:///uima/tcas.ecore";

    private readonly XmlWriter _xml;
    private int _id = 1;

    /// <summary>Writes the beginning, and the annotation of the whole document.</summary>
    /// <param name="xml">Where to write.</param>
    /// <param name="textLength">Length of the text in UTF-16 code units.</param>
    /// <param name="namespaces">Prefixes of further namespaces.</param>
    public XmiElements(XmlWriter xml, int textLength, params (string Prefix, string Space)[] namespaces)
    {
        _xml = xml;
        xml.WriteStartElement("xmi", "XMI", Xmi);
        foreach ((string prefix, string space) in ((string, string)[])[("cas", Cas), ("tcas", Tcas), .. namespaces])
        {
            xml.WriteAttributeString("xmlns", prefix, null, space);
        }

        xml.WriteAttributeString("version", Xmi, "2.0");
        xml.WriteStartElement("NULL", Cas);
        xml.WriteAttributeString("id", Xmi, "0");
        xml.WriteEndElement();
        Annotation("DocumentAnnotation", Tcas, new TextRange(0, textLength), ("language", "x-unspecified"));
    }

    /// <summary>Writes an annotation.</summary>
    /// <param name="name">Its type.</param>
    /// <param name="space">Its type's namespace.</param>
    /// <param name="range">Where it is in the text, in UTF-16 code units.</param>
    /// <param name="features">Its features; one whose value is null is left out.</param>
    public void Annotation(string name, string space, TextRange range, params (string Name, string? Value)[] features)
    {
        _xml.WriteStartElement(name, space);
        _xml.WriteAttributeString("id", Xmi, Number(++_id));
        _xml.WriteAttributeString("sofa", "1");
        _xml.WriteAttributeString("begin", Number(range.Begin));
        _xml.WriteAttributeString("end", Number(range.End));
        foreach ((string feature, string? value) in features)
        {
            if (value is not null)
            {
                _xml.WriteAttributeString(feature, value);
            }
        }

        _xml.WriteEndElement();
    }

    /// <summary>Writes the text and the view of all annotations, and ends the document.</summary>
    public void End(string text)
    {
        _xml.WriteStartElement("Sofa", Cas);
        _xml.WriteAttributeString("id", Xmi, "1");
        _xml.WriteAttributeString("sofaNum", "1");
        _xml.WriteAttributeString("sofaID", "_InitialView");
        _xml.WriteAttributeString("mimeType", "text");
        _xml.WriteAttributeString("sofaString", text);
        _xml.WriteEndElement();
        _xml.WriteStartElement("View", Cas);
        _xml.WriteAttributeString("sofa", "1");
        _xml.WriteAttributeString("members", string.Join(' ', Enumerable.Range(2, _id - 1).Select(Number)));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
