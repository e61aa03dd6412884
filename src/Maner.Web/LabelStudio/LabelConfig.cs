using System.Xml;
using System.Xml.Linq;
using Maner.Web.Hosting;
using Maner.Web.Projects;

namespace Maner.Web.LabelStudio;

/// <summary>What a labelling configuration says of spans of text.</summary>
/// <param name="FromName">The name of the control: <c>&lt;Labels name="…"&gt;</c>.</param>
/// <param name="ToName">The name of the text: <c>&lt;Text name="…"&gt;</c>.</param>
/// <param name="DataKey">The member of a task's <c>data</c> that the text shows: <c>value="$text"</c>.</param>
/// <param name="Labels">The labels.</param>
internal sealed record LabelConfig(string FromName, string ToName, string DataKey, IReadOnlyList<ProjectLabel> Labels)
{
    private const int MostCharacters = 1 << 20;

    /// <summary>Reads a configuration: the first control Labels that is on a Text.</summary>
    /// <exception cref="ProblemException">It is no XML, or labels no text.</exception>
    public static LabelConfig Parse(string xml)
    {
        XElement root = Load(xml);
        XElement[] all = [.. root.DescendantsAndSelf()];
        foreach (XElement labels in all.Where(element => Is(element, "Labels")))
        {
            string? to = Value(labels, "toName");
            XElement? text = all.FirstOrDefault(element => Is(element, "Text") && Value(element, "name") == to);
            if (text is not null && Value(labels, "name") is { } from && Value(text, "value") is ['$', _, ..] value && Value(text, "valueType") is not "url")
            {
                return new LabelConfig(from, to!, value[1..], [.. labels.Descendants().Where(element => Is(element, "Label")).Select(Label).Where(label => label.Name.Length > 0)]);
            }
        }

        throw ProblemException.BadRequest(
            "Expected a labelling configuration with <Labels name=\"…\" toName=\"…\"> on a <Text name=\"…\" value=\"$…\">, found " +
            $"{(all.Length == 0 ? "nothing" : string.Join(", ", all.Select(element => $"<{element.Name.LocalName}>").Distinct().Take(10)))}. Taggers label spans of text alone.");
    }

    // What results call a label is its alias, where it has one.
    private static ProjectLabel Label(XElement label) => new(
        Value(label, "alias") ?? Value(label, "value") ?? "",
        (Value(label, "predicted_values") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static XElement Load(string xml)
    {
        try
        {
            // No document types: nothing can grow, and nothing is fetched.
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
            return XElement.Load(reader);
        }
        catch (XmlException error)
        {
            throw ProblemException.BadRequest($"Expected a labelling configuration as XML, found text that is not ({error.Message.TrimEnd('.')}).");
        }
    }

    private static bool Is(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? Value(XElement element, string name) => element.Attribute(name)?.Value is { Length: > 0 } value ? value : null;
}
