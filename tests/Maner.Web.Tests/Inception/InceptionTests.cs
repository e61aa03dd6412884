using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Maner.Testing;
using Maner.Web.Projects;
using Maner.Web.Tests.LabelStudio;
using Xunit;

namespace Maner.Web.Tests.Inception;

/// <summary>
/// INCEpTION's external recommender. Nobody could run INCEpTION here: the exchanges were written by hand from its sources (ExternalRecommender.java and its
/// messages, and the developer guide's external_recommender.adoc).
/// </summary>
public sealed class InceptionTests
{
    private const string Layer = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    private const string Text = "Angela Merkel 😀 besuchte München.\nAsha Mwinyi in Berlin.";

    private static readonly XNamespace s_cas = "http:///uima/cas.ecore", s_ner = "http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore";

    [Fact]
    public async Task Suggestions_cover_tokens_and_have_their_scores()
    {
        await using Served served = await Served.StartAsync();

        Answer answer = await served.PostAsync("/inception/predict", Predict());

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        XElement cas = XElement.Parse(answer.Json.GetProperty("document").GetString()!);
        Assert.Equal(Text, cas.Element(s_cas + "Sofa")!.Attribute("sofaString")!.Value);
        XElement[] found = [.. cas.Elements(s_ner + "NamedEntity")];
        Assert.Contains(found, entity => Covered(entity) == "München" && entity.Attribute("value")!.Value == "LOC");
        Assert.Contains(found, entity => Covered(entity) == "Angela Merkel" && entity.Attribute("value")!.Value == "PER");
        Assert.All(found, entity =>
        {
            Assert.Equal("true", entity.Attribute("inception_internal_predicted")!.Value);
            Assert.InRange(double.Parse(entity.Attribute("value_score")!.Value, CultureInfo.InvariantCulture), 0, 1);
        });
        string[] members = cas.Element(s_cas + "View")!.Attribute("members")!.Value.Split(' ');
        Assert.Equal(cas.Elements().Where(element => element.Attribute("sofa") is not null && element.Name != s_cas + "View").Select(Id), members);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", answer.Json.GetProperty("document").GetString(), StringComparison.Ordinal);

        static string Id(XElement element) => element.Attribute(XName.Get("id", "http://www.omg.org/XMI"))!.Value;
    }

    [Fact]
    public async Task A_script_in_a_text_stays_text()
    {
        const string Script = "\"/><script>alert('Angela Merkel')</script> & <b>.";
        await using Served served = await Served.StartAsync();

        Answer answer = await served.PostAsync("/inception/predict", Predict(Xmi(Script, [])));

        XElement cas = XElement.Parse(answer.Json.GetProperty("document").GetString()!);
        Assert.Equal(Script, cas.Element(s_cas + "Sofa")!.Attribute("sofaString")!.Value);
        Assert.Empty(cas.Descendants("script"));
    }

    [Fact]
    public async Task A_layer_of_the_projects_own_and_a_tagset_are_heeded()
    {
        await using Served served = await Served.StartAsync();
        JsonObject request = JsonNode.Parse(Predict())!.AsObject();
        request["metadata"]!["layer"] = "custom.Name";
        request["metadata"]!["feature"] = "kind";
        request["tagsets"] = JsonNode.Parse("""[{"tags":[{"tag":"person","description":null}],"targets":[{"type":"custom.Name","feature":"kind"}]}]""");

        Answer answer = await served.PostAsync("/inception/mini-ner/predict", Exchanges.Of(request));

        XElement cas = XElement.Parse(answer.Json.GetProperty("document").GetString()!);
        XElement[] found = [.. cas.Elements(XNamespace.Get("http:///custom.ecore") + "Name")];
        Assert.NotEmpty(found);
        Assert.All(found, entity => Assert.Equal("person", entity.Attribute("kind")!.Value));
        Assert.Contains("DATE, LOC, ORG", served.Log.ToString(), StringComparison.Ordinal);

        request["metadata"]!["anchoringMode"] = "singleToken";
        XElement single = XElement.Parse((await served.PostAsync("/inception/predict", Exchanges.Of(request))).Json.GetProperty("document").GetString()!);
        Assert.DoesNotContain(single.Elements(), entity => entity.Attribute("kind") is not null && Covered(entity).Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Training_is_204_then_429_and_its_tagger_answers_afterwards()
    {
        await using Served served = await Served.StartAsync(projects: null);
        string train = Train(("Asha anaishi Tanga.", [(0, 4, "PER", false), (13, 18, "LOC", false)]), ("Juma ni mtu. Hakuna neno.", [(0, 4, "PER", false), (20, 24, "LOC", true)]));
        string before = (await served.PostAsync("/inception/predict", Predict())).Json.GetProperty("document").GetString()!;

        Answer accepted = await served.PostAsync("/inception/train", train);
        Answer busy = await served.PostAsync("/inception/train", train);
        Answer meanwhile = await served.PostAsync("/inception/predict", Predict()); // INCEpTION asks at once

        Assert.Equal((HttpStatusCode.NoContent, ""), (accepted.Status, accepted.Body));
        Assert.Equal(HttpStatusCode.TooManyRequests, busy.Status);
        Assert.Equal((HttpStatusCode.OK, before), (meanwhile.Status, meanwhile.Json.GetProperty("document").GetString()));
        await served.UntilAsync(() => Task.FromResult(served.Log.ToString().Contains("is done", StringComparison.Ordinal)), "training");
        Assert.Contains("with 2 labelled sentences", served.Log.ToString(), StringComparison.Ordinal); // a suggestion is no label, and behind the last label nobody has looked
        Assert.NotEqual(before, (await served.PostAsync("/inception/predict", Predict())).Json.GetProperty("document").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await served.PostAsync("/inception/train", train)).Status);
    }

    [Fact]
    public async Task The_files_of_the_format_collection_are_answered_as_they_say()
    {
        string folder = SharedFiles.OrSkip("oracle/annotation-formats/inception");
        await using Served served = await Served.StartAsync();

        Answer predicted = await served.PostAsync("/inception/predict", await File.ReadAllTextAsync(Path.Combine(folder, "predict-request.json"), TestContext.Current.CancellationToken));
        XElement expected = XElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "predict-response-document.xmi"), TestContext.Current.CancellationToken));
        XElement found = XElement.Parse(predicted.Json.GetProperty("document").GetString()!);
        Assert.Equal(expected.Element(s_cas + "Sofa")!.Attribute("sofaString")!.Value, found.Element(s_cas + "Sofa")!.Attribute("sofaString")!.Value);
        Answer train = await served.PostAsync("/inception/train", await File.ReadAllTextAsync(Path.Combine(folder, "train-request.json"), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NoContent, train.Status);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><xmi:XMI xmlns:xmi='http://www.omg.org/XMI'>&b;</xmi:XMI>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]><x>&d;</x>")]
    [InlineData("no xml")]
    [InlineData("<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'/>")]
    public async Task Documents_that_are_no_CAS_are_refused_and_fetch_nothing(string xmi)
    {
        await using Served served = await Served.StartAsync();

        Answer answer = await served.PostAsync("/inception/predict", Predict(xmi));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "\"metadata\"")]
    [InlineData("""{"metadata":{"layer":"a","feature":"b"}}""", "\"document\"")]
    [InlineData("""{"metadata":{"layer":"a","feature":""},"document":{"xmi":"x"}}""", "\"feature\"")]
    public async Task Requests_that_lack_something_are_refused_with_it(string body, string expected)
    {
        await using Served served = await Served.StartAsync();

        Answer answer = await served.PostAsync("/inception/predict", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_would_break_out_of_the_answer_are_refused()
    {
        await using Served served = await Served.StartAsync();
        JsonObject request = JsonNode.Parse(Predict())!.AsObject();
        request["metadata"]!["feature"] = "value=\"x\" onload";

        Assert.Equal(HttpStatusCode.BadRequest, (await served.PostAsync("/inception/predict", Exchanges.Of(request))).Status);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("1/../../x")]
    [InlineData("..")]
    [InlineData("a\\b")]
    [InlineData("C:")]
    public void A_projects_folder_stays_inside_its_parent(string id)
    {
        var key = new ProjectKey("inception", "mini-ner", id);

        Assert.Matches("^[A-Za-z0-9_-]+$", key.Name);
        Assert.NotEqual(key.Name, new ProjectKey("inception", "mini-ner", id.Replace('.', '_').Replace('/', '_').Replace('\\', '_').Replace(':', '_')).Name);
    }

    private static string Covered(XElement entity) => Text[Number(entity, "begin")..Number(entity, "end")];

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string Predict(string? xmi = null) => Exchanges.Of(new JsonObject
    {
        ["metadata"] = Metadata(),
        ["document"] = new JsonObject { ["xmi"] = xmi ?? Xmi(Text, []), ["documentId"] = 42, ["userId"] = "asha" },
        ["typeSystem"] = "<typeSystemDescription/>",
        ["somethingNew"] = new JsonArray(1),
    });

    private static string Train(params (string Text, (int Begin, int End, string Label, bool IsPredicted)[] Labels)[] documents) => Exchanges.Of(new JsonObject
    {
        ["metadata"] = Metadata(),
        ["documents"] = new JsonArray([.. documents.Select(document => new JsonObject { ["xmi"] = Xmi(document.Text, document.Labels), ["documentId"] = 1, ["userId"] = "asha" })]),
        ["typeSystem"] = "<typeSystemDescription/>",
    });

    private static JsonObject Metadata() => new()
    {
        ["layer"] = Layer,
        ["feature"] = "value",
        ["projectId"] = 1,
        ["anchoringMode"] = "tokens",
        ["crossSentence"] = false,
        ["range"] = new JsonObject { ["begin"] = 0, ["end"] = 5 },
    };

    /// <summary>A CAS with a sentence per line or full stop, and tokens at spaces and points.</summary>
    private static string Xmi(string text, (int Begin, int End, string Label, bool IsPredicted)[] labels)
    {
        XNamespace xmi = "http://www.omg.org/XMI", seg = "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore";
        var root = new XElement(xmi + "XMI", new XAttribute(XNamespace.Xmlns + "xmi", xmi), new XAttribute(XNamespace.Xmlns + "cas", s_cas), new XAttribute(xmi + "version", "2.0"));
        int id = 10;
        int begin = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            if (index == text.Length || text[index] is ' ' or '\n' or '.')
            {
                Add("Token", begin, index);
                Add("Token", index, index < text.Length && text[index] == '.' ? index + 1 : index);
                begin = index + 1;
            }
        }

        int from = 0;
        foreach (string sentence in text.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            int lead = sentence.Length - sentence.TrimStart().Length;
            Add("Sentence", from + lead, from + sentence.Length + 1);
            from += sentence.Length + 1;
        }

        foreach ((int first, int end, string label, bool isPredicted) in labels)
        {
            root.Add(new XElement(s_ner + "NamedEntity", new XAttribute(xmi + "id", id++), new XAttribute("sofa", 1), new XAttribute("begin", first), new XAttribute("end", end),
                new XAttribute("value", label), isPredicted ? new XAttribute("inception_internal_predicted", "true") : null));
        }

        root.Add(new XElement(s_cas + "Sofa", new XAttribute(xmi + "id", 1), new XAttribute("sofaNum", 1), new XAttribute("sofaID", "_InitialView"), new XAttribute("mimeType", "text"), new XAttribute("sofaString", text)));
        return root.ToString(SaveOptions.DisableFormatting);

        void Add(string name, int first, int end)
        {
            if (end > first)
            {
                root.Add(new XElement(seg + name, new XAttribute(xmi + "id", id++), new XAttribute("sofa", 1), new XAttribute("begin", first), new XAttribute("end", end)));
            }
        }
    }
}
