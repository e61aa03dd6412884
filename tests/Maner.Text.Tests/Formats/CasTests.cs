using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;
using static Maner.Text.Tests.Formats.FormatFiles;

namespace Maner.Text.Tests.Formats;

/// <summary>UIMA's documents: layers of a project's own, suggestions, sentences and tokens that do not fit, both versions of XML.</summary>
public sealed class CasTests
{
    private const string Custom = """<custom:Name xmi:id="4" sofa="1" begin="5" end="9" label="LOC"/>""";
    private const string Named = """<ner:NamedEntity xmi:id="5" sofa="1" begin="0" end="4" value="PER" identifier="http://x/1"/>""";
    private const string Suggested = """<ner:NamedEntity xmi:id="6" sofa="1" begin="5" end="9" value="LOC" inception_internal_predicted="true"/>""";

    [Fact]
    public void A_layer_of_the_project_is_read_where_there_is_no_other()
    {
        DataSet set = Parse(Xmi(Custom), "a.xmi");
        Assert.Equal("Kano LOC", Entities(set));
        Assert.Contains("The layer custom.Name with its feature 'label' was taken", set.Assumptions[0], StringComparison.Ordinal);
        string two = Message(Xmi(Custom + Custom.Replace("custom:Name", "custom:Place", StringComparison.Ordinal)));
        Assert.Contains("expected one layer of named entities, found 'custom.Name', 'custom.Place'", two, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_entities_come_before_other_layers_and_suggestions_are_no_labels()
    {
        DataSet set = Parse(Xmi(Named + Suggested + Custom), "a.xmi");
        Assert.Equal("Asha PER", Entities(set));
        Assert.Equal("other-annotation:1, skipped-record:4, other-annotation:4", RepairsOf(set));
        Assert.Contains(set.Repairs, repair => repair.Found.Contains("1 annotation of the layer Name", StringComparison.Ordinal));
        Assert.Contains(set.Repairs, repair => repair.Found.Contains("identifier", StringComparison.Ordinal));
        Assert.Equal("unlabelled", Entities(Parse(Xmi(Suggested), "a.xmi", new LabelledDataOptions { RequireTags = false })));
    }

    [Fact]
    public void Sentences_and_tokens_are_the_documents_own()
    {
        const string Parts = """
            <seg:Sentence xmi:id="10" sofa="1" begin="0" end="7"/><seg:Sentence xmi:id="11" sofa="1" begin="7" end="9"/>
            <seg:Token xmi:id="12" sofa="1" begin="0" end="4"/><seg:Token xmi:id="13" sofa="1" begin="5" end="7"/><seg:Token xmi:id="14" sofa="1" begin="7" end="9"/>
            """;
        DataSet set = Parse(Xmi(Parts + Named), "a.xmi");
        Assert.Equal(["Asha Ka", "no"], set.Sentences.Select(sentence => sentence.Text));
        Assert.Equal(["Asha", "Ka"], set.Sentences[0].Words);
        DataSet across = Parse(Xmi(Parts + Suggested.Replace("true", "false", StringComparison.Ordinal)), "a.xmi");
        Assert.Equal("Kano LOC", Entities(across));
        Assert.Equal("span-across-sentences", RepairsOf(across).Split(':')[0]);
    }

    [Fact]
    public void Both_versions_of_XML_are_read()
    {
        string xmi = Xmi(Named).Replace("version=\"1.0\"", "version=\"1.1\"", StringComparison.Ordinal).Replace("Kano", "&#1;ano", StringComparison.Ordinal);
        Assert.Equal("Asha PER", Entities(Parse(xmi, "a.xmi")));
        Assert.Equal("Asha \u0001ano", Parse(xmi, "a.xmi").Sentences[0].Text);
    }

    [Theory]
    [InlineData("end=\"4\"", "end=\"40\"", "expected an entity inside the text (0 to 9)")]
    [InlineData("end=\"4\"", "end=\"x\"", "expected a number for the place of an annotation")]
    [InlineData("sofaString", "sofaStrung", "expected a text (a Sofa with 'sofaString')")]
    [InlineData("</xmi:XMI>", "", "expected XMI, found text that is not")]
    public void A_document_that_is_wrong_is_refused(string part, string instead, string message) =>
        Assert.Contains(message, Message(Xmi(Named).Replace(part, instead, StringComparison.Ordinal)), StringComparison.Ordinal);

    private static string Xmi(string annotations) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
         xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:custom="http:///custom.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
        {annotations}
        <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Asha Kano"/><cas:View sofa="1" members="4 5"/></xmi:XMI>
        """;

    private static string Message(string content) => Assert.Throws<InvalidDataException>(() => Parse(content, "a.xmi")).Message;
}
