using System.Diagnostics;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Xunit;
using static Maner.Text.Tests.Formats.FormatFiles;

namespace Maner.Text.Tests.Formats;

/// <summary>What files say and sentences cannot: it is told by place and count, and refused when reading is strict.</summary>
public sealed class LossTests
{
    [Theory]
    [InlineData("""{"text":"Bank of Kano","label":[[8,12,"LOC"],[0,12,"ORG"]]}""", "Bank of Kano ORG", "overlapping-spans:1")]
    [InlineData("""{"text":"Bank of Kano","label":[[0,7,"ORG"],[5,12,"LOC"]]}""", "Bank of ORG", "overlapping-spans:1")]
    [InlineData("""{"text":"Kano","label":[[0,4,"LOC"],[0,4,"LOC"]]}""", "Kano LOC", "overlapping-spans:1")]
    [InlineData("""{"text":"Kano","label":[[0,4,"LOC"],[0,4,"PER"]]}""", "Kano LOC", "overlapping-spans:1")]
    [InlineData("""{"text":"Ankara'da kar","label":[[0,6,"LOC"]]}""", "Ankara'da LOC", "span-inside-word:1")]
    [InlineData("""{"text":"Ankara'da kar","label":[[0,6,"LOC"],[7,9,"X"]]}""", "Ankara'da LOC", "span-inside-word:1, overlapping-spans:1")]
    [InlineData("""{"text":"in Kano today","label":[[2,8,"LOC"]]}""", "Kano LOC", "span-trimmed:1")]
    [InlineData("""{"text":"in Kano","label":[[3,3,"LOC"]]}""", "-", "empty-span:1")]
    [InlineData("""{"text":"in  Kano","label":[[2,4,"LOC"]]}""", "-", "empty-span:1")]
    [InlineData("""{"text":"New\nYork wins","label":[[0,8,"LOC"]]}""", "New\nYork LOC", "")]
    [InlineData("""{"text":"Kano","entities":[{"label":"LOC","start_offset":0,"end_offset":4}],"relations":[{"id":1}]}""", "Kano LOC", "other-annotation:1")]
    [InlineData("""{"text":"Kano","annotations":[{"label":"LOC","start_offset":0,"end_offset":4}]}""", "Kano LOC", "")]
    [InlineData("""{"id":3,"data":"Kano","label":[[0,4,"LOC"]]}""", "Kano LOC", "")]
    public void Doccano(string record, string entities, string repairs)
    {
        DataSet set = Parse(record + "\n", "a.jsonl");
        Assert.Equal(("doccano", entities, repairs), (set.Format, Entities(set), RepairsOf(set)));
        if (repairs.Length > 0)
        {
            Assert.Contains("Strict", Message(record, new LabelledDataOptions { Strict = true }), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"text":"Kano","label":[[0,5,"LOC"]]}""", "expected an entity inside the text (0 to 4), found 'LOC' from 0 up to 5")]
    [InlineData("""{"text":"Kano","label":[[-1,4,"LOC"]]}""", "expected an entity inside the text")]
    [InlineData("""{"text":"Kano","label":[[3,1,"LOC"]]}""", "expected an entity inside the text")]
    [InlineData("""{"text":"Kano","label":[[0,4,""]]}""", "expected an entity's type")]
    [InlineData("""{"text":"Kano","label":[[0,4,"X"],"sport"]}""", "Labels of whole texts are no named entities")]
    [InlineData("""{"text":"Kano","label":[[0,4.5,"X"]]}""", "expected a whole number in 'label', found 4.5")]
    [InlineData("""{"text":"Kano","label":[[0,99999999999999,"X"]]}""", "expected an entity inside the text")]
    [InlineData("""{"text":"Kano","entities":[{"label":7,"start_offset":0,"end_offset":4}]}""", "expected the name of a type")]
    [InlineData("""{"tokens":["a","b"],"ner":[[0,1,"PER"]]}""", "places of entities, it seems")]
    [InlineData("""{"tokens":["a"],"x":["B-A"],"y":["O"],"z":["B-B"]}""", "found 'x' and 'z', which may both be")]
    [InlineData("""{"txt":"Kano","lbl":[]}""", "found objects with 'txt', 'lbl', which is no format that is known here")]
    public void What_cannot_be_understood_is_refused_by_its_line(string record, string message) => Assert.Contains(message, Message(record), StringComparison.Ordinal);

    [Fact]
    public void Offsets_of_a_unit_that_its_texts_show_are_read_so_with_a_note()
    {
        const string Task = """[{"id":1,"data":{"text":"😊 Kano ni mji"},"annotations":[{"result":[{"value":{"start":3,"end":7,"text":"Kano","labels":["LOC"]},"type":"labels"}]}]}]""";
        DataSet set = Parse(Task, "a.json");
        Assert.Equal("Kano LOC", Entities(set));
        Assert.Contains("count UTF-16 code units, not Unicode code points", Assert.Single(set.Assumptions), StringComparison.Ordinal);
        Assert.Contains("to be 'Lagos', as the file says, found", Message(Task.Replace("\"text\":\"Kano\"", "\"text\":\"Lagos\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Label_Studio_says_which_annotation_was_read_and_what_was_skipped()
    {
        const string Kano = """{"value":{"start":0,"end":4,"labels":["LOC"]},"type":"labels"}""", Person = """{"value":{"start":0,"end":4,"labels":["PER"]},"type":"labels"}""";
        string Task(string annotations) =>
            """[{"id":9,"data":{"text":"Kano"},"annotations":[""" + annotations + """]}, {"id":10,"data":{"text":"Tanga"},"annotations":[{"result":[]}]}]""";
        DataSet two = Parse(Task($$"""{"id":1,"completed_by":5,"result":[{{Kano}}]},{"id":2,"result":[{{Person}}]},{"id":3,"was_cancelled":true,"result":[]}"""), "a.json");
        Assert.Equal("Kano PER|-", Entities(two));
        Assert.Equal("skipped-record:1, several-annotations:1", RepairsOf(two));
        Assert.Contains("number 2 was read (id 2", two.Repairs[1].Made, StringComparison.Ordinal);
        Assert.Equal("Kano LOC|-", Entities(Parse(Task($$"""{"id":1,"ground_truth":true,"result":[{{Kano}}]},{"id":2,"result":[{{Person}}]}"""), "a.json")));
        DataSet other = Parse(Task("{\"result\":[" + Kano + """,{"type":"relation","from_id":"a","to_id":"b"},{"type":"choices","value":{"choices":["x"]}}]}"""), "a.json");
        Assert.Equal("other-annotation:1, other-annotation:1", RepairsOf(other));
        Assert.Equal("skipped-record:1, skipped-record:1", RepairsOf(Parse(Task("""{"was_cancelled":true,"result":[]}"""), "a.json")));
        Assert.Equal(["9", "10"], two.Sentences.Select(sentence => sentence.Document));
    }

    [Fact]
    public void Only_what_was_accepted_in_Prodigy_is_a_label()
    {
        string Row(string answer) => $$"""{"text":"in Kano","spans":[{"start":3,"end":7,"label":"LOC"}]{{answer}} }""" + "\n";
        DataSet set = Parse(Row(""","answer":"reject" """) + Row(""","answer":"accept" """) + Row(""","answer":"ignore" """), "a.jsonl");
        Assert.Equal(("Kano LOC", "skipped-record:1, skipped-record:3"), (Entities(set), RepairsOf(set)));
        Assert.Contains("none that can be used", Message(Row(""","answer":"reject" """)), StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_that_nobody_has_accepted_in_Prodigy_are_no_labels()
    {
        string Row(string answer) => $$"""{"text":"in Kano","spans":[{"start":3,"end":7,"label":"LOC"}]{{answer}} }""" + "\n";
        DataSet set = Parse(Row("") + Row(""","answer":"accept" """) + Row(""","answer":null """), "a.jsonl");
        Assert.Equal(("Kano LOC", "skipped-record:1, skipped-record:3"), (Entities(set), RepairsOf(set)));
        Assert.Contains("put \"answer\": \"accept\" into the record", Message(Row("") + Row("")), StringComparison.Ordinal);
        Assert.Equal("unlabelled", Entities(Parse(Row(""), "a.jsonl", new LabelledDataOptions { RequireTags = false })));
    }

    [Fact]
    public void What_is_written_for_Prodigy_is_read_back_as_labels_unless_a_model_made_it()
    {
        DataSet set = Parse("[Asha PER] anaishi\nHakuna jina\n[Asha PER] na [Juma PER]\n", "a.txt");
        string labels = Written(arePredicted: false);
        Assert.Equal("Asha PER|-|Asha PER, Juma PER", Entities(Parse(labels, "a.jsonl")));
        Assert.Contains("suggestions that nobody has accepted", Message(Written(arePredicted: true)), StringComparison.Ordinal);

        string Written(bool arePredicted)
        {
            var log = new Maner.Text.Repairs.RepairLog("a");
            using var stream = new MemoryStream();
            SentenceFormats.Find("prodigy").Writer!.Write(set.Sentences, new WritingOptions { ArePredicted = arePredicted }, log)[0].Write(stream);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Fact]
    public void Tokens_of_a_file_are_its_words_and_text_in_none_is_cut_as_running_text()
    {
        const string Record = """{"text":"Dar-es-Salaam ni jiji","tokens":[{"text":"Dar","start":0,"end":3},{"text":"es-Salaam","start":4,"end":13}],"spans":[],"answer":"accept"}""";
        DataSet set = Parse(Record, "a.jsonl");
        Assert.Equal(["Dar", "-", "es-Salaam", "ni", "jiji"], set.Sentences[0].Words);
        Assert.Equal("text-outside-tokens:1", RepairsOf(set));
    }

    [Fact]
    public void Brat_reports_all_that_is_no_entity()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.txt"), "Asha Mwinyi married\nJuma in Dar\nes Salaam.\n");
        File.WriteAllText(folder.File("a.ann"), """
            T1	PER 0 11	Asha Mwinyi
            T2	PER 20 24	Juma
            T3	Marry 12 19	married
            T4	LOC 28 31;32 41	Dar es Salaam
            E1	Marry:T3 Arg1:T1 Arg2:T2
            R1	Spouse Arg1:T1 Arg2:T2
            A1	Certain E1
            N1	Reference T1 Wikipedia:1	Asha
            #1	AnnotatorNotes T1	really?
            *	Alias T1 T2

            """);
        DataSet set = LabelledData.Read(folder.File("a.ann"));
        Assert.Equal("Asha Mwinyi PER|Juma PER, Dar\nes Salaam LOC", Entities(set));
        Assert.Equal("other-annotation:3, discontinuous-span:4, other-annotation:5, other-annotation:6, other-annotation:7, other-annotation:8, other-annotation:9, other-annotation:10", RepairsOf(set));
        File.Delete(folder.File("a.txt"));
        Assert.Contains("expected 'a.txt' beside it", Assert.Throws<InvalidDataException>(() => LabelledData.Read(folder.File("a.ann"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WebAnno_knows_its_escapes_entities_of_several_tokens_parts_of_tokens_and_other_layers()
    {
        DataSet set = Parse("""
            #FORMAT=WebAnno TSV 3.3
            #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
            #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value


            #Text=Asha \[na\] Dar es Salaam-mji.
            1-1	0-4	Asha	N	_	PER[1]|LOC[2]	
            1-2	5-9	\[na\]	_	_	PER[1]	
            1-3	10-13	Dar	_	_	LOC[3]	
            1-4	14-16	es	_	_	LOC[3]	
            1-5	17-27	Salaam-mji	_	_	LOC[3]	
            1-5.1	24-27	mji	_	_	a\_b	
            1-6	27-28	.	_	_	_	
            """.ReplaceLineEndings("\n"), "a.tsv");
        Assert.Equal("Asha [na] PER, Dar es Salaam-mji LOC", Entities(set));
        Assert.Contains("overlapping-spans:7", RepairsOf(set), StringComparison.Ordinal);
        Assert.Contains("other-annotation:1", RepairsOf(set), StringComparison.Ordinal);
        Assert.Equal("Asha [na] Dar es Salaam-mji.", set.Sentences[0].Text);
    }

    [Fact]
    public void A_bomb_in_XML_and_a_well_in_JSON_are_refused_at_once()
    {
        var clock = Stopwatch.StartNew();
        string bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"" + new string('x', 9999) + "\"><!ENTITY y \"" + string.Concat(Enumerable.Repeat("&x;", 9999)) + "\">]>"
            + "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\"><a b=\"&y;\"/></xmi:XMI>";
        Assert.Contains("expected XMI", Message(bomb, name: "a.xmi", options: new LabelledDataOptions { Format = "xmi" }), StringComparison.Ordinal);
        Assert.Contains("expected JSON", Message(string.Concat(Enumerable.Repeat("[", 1_000_000)), name: "a.json"), StringComparison.Ordinal);
        Assert.Contains("expected JSON", Message("[" + string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000)), name: "a.json"), StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Packed_files_are_read_and_damaged_ones_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.jsonl.gz"), Gzipped.Of("""{"text":"Kano","label":[[0,4,"LOC"]]}"""u8.ToArray()));
        Assert.Equal("Kano LOC", Entities(LabelledData.Read(folder.File("a.jsonl.gz"))));
        File.WriteAllBytes(folder.File("b.conll.gz"), Gzipped.Of("Kano\tB-LOC\nni\tO\n"u8.ToArray())[..^6]);
        Assert.Contains("expected a whole gzip file", Assert.Throws<InvalidDataException>(() => LabelledData.Read(folder.File("b.conll.gz"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_in_a_list_and_over_several_lines_are_read_with_their_lines()
    {
        DataSet set = Parse("[\n  {\"tokens\": [\"a\"],\n   \"tags\": [\"B-X\"]},\n\n  {\"tokens\": [\"b\"], \"tags\": [\"O\"]}\n]\n", "a.json");
        Assert.Equal([2, 5], set.Sentences.Select(sentence => sentence.Line));
        Assert.Equal("a X|-", Entities(set));
        Assert.Equal("a X|-", Entities(Parse("{\n  \"tokens\": [\"a\"],\n  \"tags\": [\"B-X\"]\n}\n{\n  \"tokens\": [\"b\"],\n  \"tags\": [\"O\"]\n}\n", "a.json")));
        Assert.Contains("a.json:3: expected JSON", Message("[\n {\"tokens\": [\"a\"]},\n {\"tokens\": [\"b\" \"c\"]}\n]", name: "a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_are_numbers_in_quotes_have_names_too()
    {
        const string Record = """{"tokens":["Amadi","lives"],"ner_tags":["1","0"]}""";
        Assert.Equal("Amadi PER", Entities(Parse(Record, "a.jsonl", new LabelledDataOptions { TagNames = ["O", "B-PER"] })));
        Assert.Contains("found the number 1", Message(Record), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Asha Mwinyi PER] anaishi [Dar es Salaam LOC].", "Asha Mwinyi PER, Dar es Salaam LOC")]
    [InlineData("[香 PER][港 LOC] \\[sic\\] a\\\\b [C++ ORG]", "香 PER, 港 LOC, C++ ORG")]
    public void Names_in_brackets(string line, string entities)
    {
        DataSet set = Parse(line + "\nHakuna jina.\n", "a.txt");
        Assert.Equal(("brackets", entities + "|-"), (set.Format, Entities(set)));
        Assert.Equal(line, Maner.Text.Formats.Brackets.BracketText.Of(set.Sentences[0]));
    }

    [Theory]
    [InlineData("[Asha PER anaishi", "does not close")]
    [InlineData("Asha PER] anaishi", "without a name and its type")]
    [InlineData("[PER] anaishi", "without a name and its type")]
    [InlineData("[a [b LOC] PER]", "inside a bracket")]
    [InlineData("a\\b [b LOC]", "lone backslash")]
    public void Brackets_gone_wrong_are_refused_by_their_line(string line, string problem) =>
        Assert.Contains(problem, Message("[Kano LOC]\n" + line, name: "a.brackets"), StringComparison.Ordinal);

    [Theory]
    [InlineData("[Lyon LOC", "does not close")]
    [InlineData("Marseille LOC]", "without a name and its type")]
    [InlineData("[Bordeaux]", "without a name and its type")]
    [InlineData("[Bordeaux loc]", "the type 'loc'")]
    [InlineData("[Lyon LOC na [Kano LOC]", "does not close")]
    public void One_slip_among_names_in_brackets_is_told_with_its_line(string slip, string problem)
    {
        string[] lines = [.. Enumerable.Repeat("[Asha PER] anaishi [Tanga LOC].", 19)];
        lines[6] = $"{slip} ni mji.";
        string message = Message(string.Join('\n', lines), name: "a.txt");
        Assert.StartsWith("a.txt:7: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_names_in_brackets_are_told_at_once()
    {
        string message = Message("[Asha PER] na [Juma PER]\n[Lyon LOC\n[Kano LOC] na [Tanga LOC]\n[a] na b]\n[Bordeaux loc]\n[Dodoma LOC]\n[Mwanza LOC]\n", name: "a.txt");
        Assert.Contains("found 4 faults:", message, StringComparison.Ordinal);
        Assert.Equal(["a.txt:2", "a.txt:4", "a.txt:4", "a.txt:5"], message.Split('\n')[1..5].Select(line => line[..7]));
        Assert.Contains("at column 9 in '[a] na b]'", message, StringComparison.Ordinal);
        Assert.Contains("LabelledDataOptions.Format brackets", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_in_small_letters_are_read_where_the_format_is_named()
    {
        Assert.Equal("Kano LOC, Asha person", Entities(Parse("[Kano LOC] [Asha person]\n", "a.txt", new LabelledDataOptions { Format = "brackets" })));
        Assert.Contains("the type 'loc'", Message("[Kano LOC] [Tanga LOC] [Dodoma loc]\n", name: "a.brackets"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("He said [sic] that [the EU] would [1] come.\n")]
    [InlineData("[1] one\n[2] two [a NATO]\n")]
    public void Running_text_with_brackets_is_none_of_names_in_brackets(string text) =>
        Assert.DoesNotContain("names in brackets", Message(text, name: "a.txt"), StringComparison.Ordinal);

    [Fact]
    public void Pairs_for_training_spaCy_are_read()
    {
        Assert.Equal("Kano LOC|-", Entities(Parse("""[["in Kano", {"entities": [[3, 7, "LOC"]]}], ["no", {"entities": []}]]""", "a.json")));
        Assert.Equal("Kano LOC", Entities(Parse("""{"classes": ["LOC"], "annotations": [["in Kano", {"entities": [[3, 7, "LOC"]]}], null]}""", "a.json")));
    }

    private static string Message(string content, LabelledDataOptions? options = null, string name = "a.jsonl") =>
        Assert.Throws<InvalidDataException>(() => Parse(content, name, options)).Message;
}
