using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;

namespace Maner.Text.Tests.Formats;

/// <summary>The smallest valid example of each format: a text with an emoji, a line end and Arabic, in which a wrong unit of offsets garbles every name.</summary>
public sealed class ExampleFileTests
{
    private const string Both = "Asha PER, Tanga LOC|عائشة PER, زنجبار LOC";

    [Theory]
    [InlineData("argilla/v1-token-classification.jsonl", "argilla")]
    [InlineData("argilla/v2-records-bulk.json", "argilla")]
    [InlineData("brat/doc.ann", "brat")]
    [InlineData("brat/doc.txt", "brat")]
    [InlineData("conll/conll2002-space.conll", "conll")]
    [InlineData("conll/iob2-tab.conll", "conll")]
    [InlineData("doccano/export.jsonl", "doccano")]
    [InlineData("doccano/import.jsonl", "doccano")]
    [InlineData("doccano/import-relations.jsonl", "doccano")]
    [InlineData("doccano/import-conll.txt", "conll")]
    [InlineData("inception/document-cas.json", "cas-json")]
    [InlineData("inception/document.tsv", "webanno")]
    [InlineData("inception/document.xmi", "xmi")]
    [InlineData("label-studio/export.json", "label-studio")]
    [InlineData("label-studio/export-json-min.json", "label-studio-min")]
    [InlineData("prodigy/annotated.jsonl", "prodigy")]
    [InlineData("spacy/train-ner.conll", "conll")]
    [InlineData("spacy/train-v2.json", "spacy")]
    [InlineData("spacy/train.iob", "spacy-iob")]
    public void The_names_are_read_exactly(string file, string format)
    {
        DataSet set = FormatFiles.Read(file);
        Assert.Equal(format, set.Format);
        Assert.Equal(Both, FormatFiles.Entities(set));
        Assert.Equal("", FormatFiles.RepairsOf(set));
        Assert.Equal(["Asha", "😊", "anaishi", "Tanga", "."], set.Sentences[0].Words);
    }

    [Theory]
    [InlineData("prodigy/input-with-suggestions.jsonl")]
    public void Suggestions_are_text_and_no_labels(string file)
    {
        Assert.Contains("no 'answer'", Assert.Throws<InvalidDataException>(() => FormatFiles.Read(file)).Message, StringComparison.Ordinal);
        DataSet set = FormatFiles.Read(file, new LabelledDataOptions { RequireTags = false });
        Assert.Equal(("prodigy", "unlabelled|unlabelled"), (set.Format, FormatFiles.Entities(set)));
    }

    [Fact]
    public void Pieces_with_text_between_them_are_left_out_and_reported()
    {
        DataSet set = FormatFiles.Read("brat/discontinuous.ann");
        Assert.Equal("South Korea LOC", FormatFiles.Entities(set));
        Assert.Equal("discontinuous-span:1", FormatFiles.RepairsOf(set));
    }

    [Fact]
    public void A_tokenizer_of_English_leaves_its_marks()
    {
        // Label Studio's export of CoNLL glues the full stop to the name and does not tell sentences apart; the file says so.
        Assert.Equal("Asha PER, Tanga. LOC, عائشة PER, زنجبار LOC", FormatFiles.Entities(FormatFiles.Read("label-studio/export-conll2003.conll")));
    }

    [Theory]
    [InlineData("argilla/v2-span-question-settings.json", "settings of a question of Argilla")]
    [InlineData("brat/annotation.conf", "expected a tag for every word")]
    [InlineData("doccano/auto-labelling-config.json", "settings of doccano's auto-labelling")]
    [InlineData("doccano/auto-labelling-request.json", "texts and no labels")]
    [InlineData("doccano/auto-labelling-response.json", "entities without their text")]
    [InlineData("inception/predict-request.json", "a request of INCEpTION to a recommender")]
    [InlineData("inception/predict-response.json", "suggestions, no labels")]
    [InlineData("inception/predict-response-document.xmi", "4 annotations are suggestions of a recommender")]
    [InlineData("inception/train-request.json", "a request of INCEpTION to a recommender")]
    [InlineData("inception/typesystem.xml", "XML that is no UIMA CAS XMI")]
    [InlineData("label-studio/import-tasks-with-predictions.json", "predictions of a model and no annotation")]
    [InlineData("label-studio/label_config.xml", "XML that is no UIMA CAS XMI")]
    [InlineData("label-studio/ml-health-response.json", "about its health")]
    [InlineData("label-studio/ml-predict-request.json", "a request to a Label Studio backend")]
    [InlineData("label-studio/ml-predict-response.json", "predictions, no labels")]
    [InlineData("label-studio/ml-setup-request.json", "a message of Label Studio about a project")]
    [InlineData("label-studio/ml-setup-response.json", "about its model")]
    [InlineData("label-studio/ml-webhook-annotation-created.json", "a message of Label Studio about an event")]
    [InlineData("label-studio/ml-webhook-response-201.json", "an answer of a Label Studio backend")]
    [InlineData("label-studio/ml-webhook-start-training.json", "a message of Label Studio about an event")]
    [InlineData("spacy/train.spacy", "spaCy's binary format")]
    public void What_is_no_labelled_data_is_refused_by_name(string file, string reason)
    {
        string message = Assert.Throws<InvalidDataException>(() => FormatFiles.Read(file)).Message;
        Assert.StartsWith(Path.Combine(FormatFiles.Folder, file), message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_in_a_test()
    {
        string[] tested = [.. typeof(ExampleFileTests).GetMethods().SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false))
            .Select(data => (string)((InlineDataAttribute)data).Data[0]!), "brat/discontinuous.ann", "brat/discontinuous.txt", "label-studio/export-conll2003.conll"];
        string[] there = [.. Directory.EnumerateFiles(FormatFiles.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(FormatFiles.Folder, file).Replace('\\', '/'))
            .Where(file => file.Contains('/', StringComparison.Ordinal))];
        Assert.Equal(there.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_is_all_files_of_known_formats_in_it_and_names_the_others()
    {
        DataSet set = FormatFiles.Read("brat");
        Assert.Equal($"South Korea LOC|{Both}", FormatFiles.Entities(set));
        Assert.Equal(["discontinuous", "doc", "doc"], set.Sentences.Select(sentence => sentence.Document));
        Assert.Contains("Left out, as no format goes by their extensions: annotation.conf.", set.Assumptions[^1], StringComparison.Ordinal);
    }
}
