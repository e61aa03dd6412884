using System.Globalization;
using System.Text;
using System.Xml;
using Maner.Text.Formats.Cas;
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
            var elements = new XmiElements(xml, text.Length, ("layer", space));
            foreach (Suggestion suggestion in suggestions)
            {
                elements.Annotation(
                    name, space, suggestion.Range, (feature, suggestion.Label), (feature + "_score", suggestion.Score.ToString("R", CultureInfo.InvariantCulture)),
                    ("inception_internal_predicted", "true"));
            }

            elements.End(text);
        }

        return buffer.ToString();
    }
}
