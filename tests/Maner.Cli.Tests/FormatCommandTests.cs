using System.Text.Json.Nodes;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>All formats through the commands: in, out, and what <c>predict</c> takes for running text.</summary>
public sealed class FormatCommandTests : IDisposable
{
    private const string Doccano = """{"id":7,"text":"Asha 😊 anaishi Tanga.","label":[[0,4,"PER"],[15,20,"LOC"]]}""" + "\n";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Labelled { get; } = new()
    {
        { "two tag columns behind a comment", "# http://example.org [2001]\n1\tAmadi\tB-PER\tO\n2\tjoined\tO\tO\n3\tFC\tB-ORG\tO\n" },
        { "an id in front of each sentence", "# id 1\nAmadi B-PER\nlives O\nin O\n" },
        { "bare types", "Amadi PER\nlives O\nin O\nTanga LOC\n" },
        { "five columns", "Amadi NNP I-NP x B-PER\nlives VBZ I-VP x O\nin IN I-PP x O\n" },
        { "commas", "Amadi,B-PER\nlives,O\nin,O\nTanga,B-LOC\n" },
        { "commas and a header", "Sentence #,Word,POS,Tag\nSentence: 1,Amadi,NNP,B-per\n,lives,VBZ,O\n,in,IN,O\n" },
        { "bars", "Amadi|B_PER\nlives|O\nin|O\n" },
        { "names in MISC", "# sent_id = 1\n1\tAmadi\tAmadi\tPROPN\t_\t_\t2\tnsubj\t_\tname=B-PER\n2\tbor\tbo\tVERB\t_\t_\t0\troot\t_\tname=O\n3\ti\ti\tADP\t_\t_\t4\tcase\t_\tSpaceAfter=No|name=O\n" },
        { "a sentence number in front", "0\tAmadi\tB-PER\n0\tlives\tO\n1\tOtieno\tB-PER\n1\tleft\tO\n" },
        { "WebAnno", "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=Amadi\n1-1\t0-5\tAmadi\tPER\t\n" },
        { "doccano", Doccano },
        { "texts in JSON", "{\"text\":\"Amadi lives.\"}\n" },
        { "brackets", "[Amadi PER] lives in [Tanga LOC].\n" },
        { "slashes", "Amina/B-PER Hassan/I-PER lives.\n" },
        { "slashes and small types", "Amina/B-per lives/O here/O\nHe/O saw/O Juma/B-per\n" },
        { "flair", "Amina <B-PER> lives\n" },
        { "MUC", "<ENAMEX TYPE=\"PERSON\">Amina</ENAMEX> lives.\n" },
        { "elements", "<PER>Amina</PER> lives.\n" },
        { "TEI", "<persName ref=\"#a\">Amina</persName> lives.\n" },
        { "OpenNLP", "<START:person> Amina <END> lives .\n" },
        { "SSF", "<Sentence id=\"1\">\n1\t((\tNP\n1.1\tAmina\tNNP\n\t))\n</Sentence>\n" },
        { "PubTator", "123|t|Amina lives.\n123|a|In Tanga.\n123\t0\t5\tAmina\tPER\n" },
        { "GATE", "<?xml version=\"1.0\"?>\n<GateDocument version=\"3\">\n</GateDocument>\n" },
        { "CSV with places", "text,labels\n\"Amina lives.\",\"[(0, 5, 'PER')]\"\n" },
        { "CSV with spaCy's entities", "text,labels\n\"Amina lives.\",\"{'entities': [(0, 5, 'PER')]}\"\n" },
        { "Kaggle's row a sentence", "Sentence #,Sentence,POS,Tag\nSentence: 1,Amina lives,\"['NNP', 'VBZ']\",\"['B-per', 'O']\"\n" },
        { "a sentence and its tags", "Amina lives\tB-PER O\nOtieno left\tB-PER O\n" },
        { "a line of tags under each sentence", "Amina lives here\nB-PER O O\nHe left at noon\nO O O O\n" },
        { "one line with a tag", "Bob ran\tO\n" },
        { "two lists of tags", "{\"tokens\":[\"Bob\",\"ran\"],\"one\":[\"B-PER\",\"O\"],\"two\":[\"O\",\"B-PER\"]}\n" },
        { "spaCy's lines", "Amadi|B-PER lives|O\nOtieno|B-PER left|O\n" },
    };

    [Theory]
    [MemberData(nameof(Labelled))]
    public void Predict_does_not_take_labels_for_text(string what, string content)
    {
        string file = Put("a.txt", content);
        foreach ((int code, string output, string error) in new[] { Cli.Run(["predict", "--model", "mini-ner", file]), Cli.Run(["predict", "--model", "mini-ner"], content) })
        {
            Assert.True(code == 2 && output.Length == 0, $"{what}: {output}");
            Assert.Contains("expected running text, one sentence per line, found", error, StringComparison.Ordinal);
            Assert.Contains("say --input text", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Amadi lives in Tanga.\nOtieno left. Is it 3 O'clock?\nHe is blood group O\n")]
    [InlineData("one two\nthree four\nfive six\n")]
    [InlineData("He said [sic] that.\n[Laughter]\n[1] See there.\n")]
    [InlineData("Nairobi, Kenya\nTanga, Tanzania\nKano, Nigeria\n")]
    [InlineData("Amina\nYusuf\nO\nJuma\n")]
    [InlineData("O O he cried.\nO O\nand/or A/B-Test, an A/B-Test of E/A. See http://a.org/I-am and x_y (3, 4, 'five').\n")]
    [InlineData("He wrote <B>bold</B> and <TD>x</TD> and 1 < 2 > 0.\nIn 2 (( or )) more [ 'Oh', he said ]\n")]
    [InlineData("# Heading\n\n- one | two\n- three | four\n- five | six\n")]
    public void Predict_takes_text_for_text(string content)
    {
        Assert.Equal((0, ""), Cli.Run(["predict", "--model", "mini-ner", Put("a.txt", content)]) is var (code, _, error) ? (code, error) : default);
        Assert.Equal(0, Cli.Run(["predict", "--model", "mini-ner"], content).Code);
    }

    [Fact]
    public void Data_check_reads_standard_input()
    {
        (int code, string output, string error) = Cli.Run(["data", "check", "-"], "Amadi B-PER\nlives O\nin O\nTanga B-LOC\n");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("standard input: 1 sentence", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_told()
    {
        string link = Path.Combine(Path.GetDirectoryName(Put("b.txt", ""))!, "loop");
        File.CreateSymbolicLink(link, link);
        Assert.Equal((2, true), Cli.Run(["data", "stats", link]) is var (code, _, error) ? (code, error.Contains("cannot be followed. Correct the link", StringComparison.Ordinal)) : default);
    }

    [Fact]
    public void Predict_hands_on_what_else_an_object_has()
    {
        string output = Cli.Run(["predict", "--model", "mini-ner", "--output", "jsonl", Put("a.jsonl", Doccano)]).Output;
        JsonNode tagged = JsonNode.Parse(output)!;
        Assert.Equal(7, (int)tagged["id"]!);
        Assert.Equal("[[0,4,\"PER\"],[15,20,\"LOC\"]]", tagged["label"]!.ToJsonString());
        Assert.Equal(5, tagged["tokens"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("doccano")]
    [InlineData("label-studio")]
    [InlineData("prodigy")]
    [InlineData("xmi")]
    [InlineData("cas-json")]
    [InlineData("argilla")]
    [InlineData("spacy")]
    [InlineData("brackets")]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("conllu")]
    [InlineData("spacy-conll")]
    public void Predict_writes_every_format_and_reads_it(string format)
    {
        string text = Put("a.txt", "Angela Merkel besuchte gestern München 😊.\n");
        (int code, string output, string error) = Cli.Run(["predict", "--model", "mini-ner", "--output", format, text]);
        Assert.Equal((0, ""), (code, error));
        string again = Put("b.out", output);
        (int readCode, string read, _) = Cli.Run(["predict", "--model", "mini-ner", "--input", format, "--output", "conll", again]);
        Assert.Equal(0, readCode);
        Assert.Equal(Cli.Run(["predict", "--model", "mini-ner", text]).Output, read);
    }

    [Fact]
    public void Predict_tags_a_folder_of_labelled_files()
    {
        Directory.CreateDirectory(_folder.File("in"));
        string one = Put("in/a.jsonl", Doccano), other = Put("in/b.conll", "Kano\tB-LOC\nni\tO\n");
        (int code, string output, _) = Cli.Run(["predict", "--model", "mini-ner", _folder.File("in")]);
        Assert.Equal(0, code);
        string both = Cli.Run(["predict", "--model", "mini-ner", "--output", "conll", one]).Output + Cli.Run(["predict", "--model", "mini-ner", other]).Output;
        Assert.Equal(both, output);
        (code, _, string error) = Cli.Run(["predict", "--model", "mini-ner", "--input", "text", _folder.File("in")]);
        Assert.Equal(2, code);
        Assert.Contains("expected files of text for --input text in the folder, found none", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_are_suggestions_where_a_format_tells_them_from_labels()
    {
        string text = Put("a.txt", "Angela Merkel besuchte gestern München.\n");
        JsonNode task = JsonNode.Parse(Cli.Run(["predict", "--model", "mini-ner", "--output", "label-studio", text]).Output)![0]!;
        Assert.Empty(task["annotations"]?.AsArray() ?? []);
        Assert.Equal("PER", (string?)task["predictions"]![0]!["result"]![0]!["value"]!["labels"]![0]);
        string guesses = Put("guesses.jsonl", Cli.Run(["predict", "--model", "mini-ner", "--output", "prodigy", text]).Output);
        Assert.Null(JsonNode.Parse(File.ReadAllText(guesses))!["answer"]);
        (int code, _, string error) = Cli.Run(["train", "--train", guesses, "--out", _folder.File("model")]);
        Assert.Equal(2, code);
        Assert.Contains("suggestions that nobody has accepted", error, StringComparison.Ordinal);
        Assert.Equal(0, Cli.Run(["predict", "--model", "mini-ner", guesses]).Code);
    }

    [Fact]
    public void Labels_come_back_from_Prodigy_as_they_were()
    {
        string labels = Put("a.brackets", "[Asha PER] anaishi [Tanga LOC]\nHakuna jina\n"), tasks = _folder.File("tasks.jsonl");
        Assert.Equal(0, Cli.Run(["data", "convert", labels, tasks, "--to", "prodigy"]).Code);
        Assert.All(File.ReadLines(tasks), line => Assert.Equal("accept", (string?)JsonNode.Parse(line)!["answer"]));
        Assert.Equal(0, Cli.Run(["data", "convert", tasks, _folder.File("b.brackets")]).Code);
        Assert.Equal(File.ReadAllText(labels), File.ReadAllText(_folder.File("b.brackets")));
    }

    [Theory]
    [InlineData("color", "[Angela Merkel PER] besuchte am 12. März 2021 München.\n")]
    [InlineData("brackets", "[Angela Merkel PER] besuchte am 12. März 2021 München.\n")]
    [InlineData("conll", "Angela\tB-PER\nMerkel\tI-PER\nbesuchte\tO\nam\tO\n12\tO\n.\tO\nMärz\tO\n2021\tO\nMünchen\tO\n.\tO\n\n")]
    public void Predict_leaves_out_types_that_are_not_asked_for(string format, string expected)
    {
        string text = Put("a.txt", "Angela Merkel besuchte am 12. März 2021 München.\n");
        Assert.Contains("DATE", Cli.Run(["predict", "--model", "mini-ner", text]).Output, StringComparison.Ordinal);
        Assert.Equal((0, expected, ""), Cli.Run(["predict", "--model", "mini-ner", "--types", "PER, ORG", "--output", format, text]));
        JsonNode json = JsonNode.Parse(Cli.Run(["predict", "--model", "mini-ner", "--types", "LOC", "--output", "jsonl", text]).Output)!;
        Assert.Equal("LOC", (string?)Assert.Single(json["entities"]!.AsArray())!["type"]);
    }

    [Theory]
    [InlineData("PER,GPE", "found GPE")]
    [InlineData("per", "found per")]
    [InlineData(",", "found none")]
    public void Predict_refuses_types_that_the_model_does_not_know(string types, string found)
    {
        (int code, string output, string error) = Cli.Run(["predict", "--model", "mini-ner", "--types", types, Put("a.txt", "Asha.\n")]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--types: expected entity types that the model knows (DATE, LOC, ORG, PER)", error, StringComparison.Ordinal);
        Assert.Contains(found, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.spacy")]
    [InlineData("x.xlsx")]
    [InlineData("x.DOCX.gz")]
    public void No_file_is_called_what_it_is_not(string name)
    {
        string labels = Put("a.brackets", "[Asha PER] anaishi\n"), target = _folder.File(name);
        (int code, _, string error) = Cli.Run(["data", "convert", labels, target]);
        Assert.Equal((2, false), (code, File.Exists(target)));
        Assert.Contains("another kind of file", error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(["predict", "--model", "mini-ner", "--out", target, Put("a.txt", "Asha.\n")]).Code);
        Assert.Equal(0, Cli.Run(["data", "convert", labels, target, "--to", "conll"]).Code);
    }

    [Fact]
    public void An_extension_that_names_no_format_gets_a_note()
    {
        string labels = Put("a.brackets", "[Asha PER] anaishi\n"), target = _folder.File("x.txt");
        (int code, string output, string error) = Cli.Run(["data", "convert", labels, target]);
        Assert.Equal((0, $"Note: {target}: the extension .txt names no format; conll is written. --to names another.\n"), (code, error));
        Assert.Equal($"{target}: 1 sentence (conll, iob2)\n", output);
        Assert.Equal((0, ""), Cli.Run(["data", "convert", labels, _folder.File("y.conll")]) is var (other, _, none) ? (other, none) : default);
    }

    [Fact]
    public void Convert_joins_files_and_folders_and_packs()
    {
        Directory.CreateDirectory(_folder.File("in"));
        Put("in/b.conll", "Kano\tB-LOC\nni\tO\n");
        Put("in/a.jsonl", Doccano);
        string more = Put("c.brackets", "[Juma PER] alifika\n");
        Assert.Equal((0, ""), Cli.Run(["data", "convert", _folder.File("in"), more, _folder.File("out.conll.gz")]) is var (code, _, error) ? (code, error) : default);
        (int checkCode, string checkedText, _) = Cli.Run(["data", "check", _folder.File("out.conll.gz")]);
        Assert.Equal(0, checkCode);
        Assert.Contains("3 sentences, 9 words, 4 entities (conll, iob2)", checkedText, StringComparison.Ordinal);
        Assert.Contains("9 words, 4 entities (several formats)", Cli.Run(["data", "check", _folder.File("in"), more]).Output.Replace("7 words, 3 entities", "9 words, 4 entities", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_writes_a_pair_for_brat_and_a_folder_of_documents()
    {
        string two = Put("two.jsonl", Doccano + Doccano.Replace("\"id\":7", "\"id\":\"b/8\"", StringComparison.Ordinal).Replace("Asha", "Juma", StringComparison.Ordinal));
        Assert.Equal(0, Cli.Run(["data", "convert", two, _folder.File("brat/"), "--to", "brat"]).Code);
        Assert.Equal(["7.ann", "7.txt", "b_8.ann", "b_8.txt"], Directory.EnumerateFiles(_folder.File("brat")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal("T1\tPER 0 4\tAsha\nT2\tLOC 15 20\tTanga\n", File.ReadAllText(_folder.File("brat/7.ann")));
        Assert.Equal(0, Cli.Run(["data", "convert", _folder.File("brat"), _folder.File("back.conll")]).Code);
        Assert.Equal(0, Cli.Run(["data", "convert", _folder.File("back.conll"), _folder.File("again/"), "--to", "brat"]).Code);
        Assert.Equal(["7.ann", "7.txt", "b_8.ann", "b_8.txt"], Directory.EnumerateFiles(_folder.File("again")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(0, Cli.Run(["data", "convert", Put("one.conll", "Kano\tB-LOC\n"), _folder.File("one.ann")]).Code);
        Assert.True(File.Exists(_folder.File("one.txt")));
        (int code, _, string error) = Cli.Run(["data", "convert", two, _folder.File("x.xmi")]);
        Assert.Equal(2, code);
        Assert.Contains("expected a folder for 2 documents", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_says_what_is_lost_and_refuses_it_when_strict()
    {
        string file = Put("a.jsonl", """{"tokens":["Dar-es","Sa.laam"],"tags":["B-LOC","I-LOC"]}""");
        (int code, _, string error) = Cli.Run(["data", "convert", file, _folder.File("a.brackets")]);
        Assert.Equal(0, code);
        Assert.Contains("cut otherwise than running text is", error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(["data", "convert", file, _folder.File("b.brackets"), "--strict"]).Code);
        Assert.False(File.Exists(_folder.File("b.brackets")));
    }

    [Theory]
    [InlineData("out.json", new string[0], "several formats have")]
    [InlineData("out.jsonl", new[] { "--to", "doccano", "--to", "iobes" }, "expected no tag scheme for doccano")]
    [InlineData("out.jsonl", new[] { "--to", "doccano", "--to", "prodigy" }, "expected one format")]
    public void Convert_asks_what_is_meant(string name, string[] options, string message)
    {
        (int code, _, string error) = Cli.Run(["data", "convert", Put("a.conll", "Kano\tB-LOC\n"), _folder.File(name), .. options]);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Put(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
