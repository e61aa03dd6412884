using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Maner.Annotation.Actions;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Annotation.Tests;

public sealed class ExchangeTests
{
    // An emoji of several code points, combining marks, right-to-left, a digit group, Han (a word a sign), signs of the formats themselves.
    private static readonly string[] s_pieces =
        ["Asha", "👩🏽‍🌾", "😊", "e\u0301te\u0301", "عائشة", "في", "שלום", "3,14", "香港", "ng'ombe", "[", "]", "\\", "|", "\"", ",", "<b>", "&amp;", "{", "_", "T1", "Tanga"];

    public static TheoryData<string> Formats => [.. SentenceFormats.WrittenNames];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_annotated_and_exported_reads_back(string format) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string end = random.Next(2) == 0 ? "\n" : "\r\n";
            using var test = new TestProject();
            test.Import("text.txt", string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
                "Kigali " + string.Join(random.Next(3) == 0 ? "  " : " ", Enumerable.Range(0, random.Next(0, 7)).Select(_ => s_pieces[random.Next(s_pieces.Length)])) + end)),
                new ImportOptions { Format = "text", LinesAreSentences = true });
            foreach (SentenceView view in test.All())
            {
                test.Label(view, RandomSpans(random, view.Words.Count));
            }

            SentenceView[] all = [.. test.All()];
            ExportResult exported = test.Project.Export(new ExportOptions { Format = format });
            Assert.Equal(all.Length, exported.Sentences);
            Assert.Empty(exported.Losses);
            DataSet back = ReadBack(exported.Train, format);
            string[] types = ["?", .. test.Project.Types().Select(type => type.Name)];
            Assert.Equal(all.Select(view => string.Join('\u241F', view.Words.Select(word => word.Of(view.Text)))), back.Sentences.Select(sentence => string.Join('\u241F', sentence.Words)));
            Assert.Equal(
                all.Select(view => string.Join(' ', view.Annotation.Spans.Select(span => new EntitySpan(span.First, span.End, types[span.Type])))),
                back.Sentences.Select(sentence => string.Join(' ', sentence.Entities!)));

            // And once more through a project: imported, it is done as it was, and exported, the same bytes.
            using var second = new TestProject();
            using var folder = new TemporaryFolder();
            ImportResult import = second.Project.Import(1, Save(exported.Train, folder), File.ReadAllBytes(Save(exported.Train, folder)), new ImportOptions { Format = format });
            Assert.Equal((all.Length, all.Length), (import.Sentences, import.Labelled));
            Assert.All(second.All(), view => Assert.All(view.Annotation.Spans, span => Assert.Equal(SpanOrigin.Import, span.Origin)));
            DataSet again = ReadBack(second.Project.Export(new ExportOptions { Format = format }).Train, format);
            Assert.Equal(back.Sentences.Select(Show), again.Sentences.Select(Show));
        }).Check(Config.QuickThrowOnFailure.WithReplay(2026, 5).WithMaxTest(25));

    [Fact]
    public void Places_are_the_texts_own_and_line_ends_are_recorded()
    {
        using var test = new TestProject();
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFF  Asha 😊 yuko\r\n\r\n\tMombasa\u00A0leo.  Juma pia.\r\n");
        test.Project.Import(1, "dir/a.txt", bytes);
        DocumentInfo document = Assert.Single(test.Project.Documents());
        Assert.Equal(("a", "text", "crlf", Convert.ToHexStringLower(SHA256.HashData(bytes)), 3), (document.Name, document.Format, document.LineEnds, document.Sha256, document.Sentences));
        Assert.Equal(bytes, test.Project.OriginalBytes(document.Id));
        const string Text = "  Asha 😊 yuko\n\n\tMombasa\u00A0leo.  Juma pia.\n";
        Assert.Equal(["Asha 😊 yuko", "Mombasa\u00A0leo.", "Juma pia."], test.All().Select(view => view.Text));
        Assert.All(test.All(), view => Assert.Equal(view.Text, Text.Substring(view.Begin, view.Text.Length)));
    }

    [Fact]
    public void Lines_that_are_broken_where_they_are_full_are_told_and_joined()
    {
        const string Sentence = "Wanafunzi wa Chuo Kikuu cha Moi walipanda miche mia tano kando ya Mto Sosiani leo asubuhi na mapema sana\nkabla ya jua kuchomoza juu ya milima ya Cherangani ambayo iko karibu na mji wa Eldoret na pia\nmji wa Kapsabet kama ilivyo kawaida yao.\n";
        using var test = new TestProject();
        ImportResult result = test.Import("book.txt", string.Concat(Enumerable.Repeat(Sentence, 6)));
        Assert.Equal("Kapsabet", test.First().Words.Select(word => word.Of(test.First().Text)).First(word => word == "Kapsabet"));
        Assert.Contains("broken where they are full", Assert.Single(result.Losses), StringComparison.Ordinal);
        Assert.Equal(6, result.Sentences);
        Assert.True(test.Import("book.txt", string.Concat(Enumerable.Repeat(Sentence, 6)), new ImportOptions { LinesAreSentences = true, Again = true }).Sentences > 6);
    }

    [Fact]
    public void The_same_file_twice_is_noticed()
    {
        using var test = new TestProject("Asha yuko Tanga.");
        ImportResult again = test.Import("copy.txt", "Asha yuko Tanga.");
        Assert.Equal(("text.txt", 0), (again.SameAs, again.Sentences));
        Assert.Single(test.All());
        Assert.Equal(1, test.Import("copy.txt", "Asha yuko Tanga.", new ImportOptions { Again = true }).Sentences);
        Assert.Equal(2, test.All().Count);
    }

    [Fact]
    public void Labels_come_as_done_or_as_suggestions()
    {
        const string Conll = "Asha\tB-PER\nyuko\tO\nTanga\tB-GPE\n\nHabari\tO\n\n";
        using var test = new TestProject();
        ImportResult done = test.Import("a.conll", Conll);
        Assert.Equal(("conll", 2, 2), (done.Format, done.Sentences, done.Labelled));
        Assert.Equal(["GPE"], done.NewTypes);
        Assert.Equal([new AnnotatedSpan(0, 1, 1, SpanOrigin.Import), new AnnotatedSpan(2, 3, 5, SpanOrigin.Import)], test.First().Annotation.Spans);
        Assert.Equal(2, test.Project.Gold().Count);

        using var other = new TestProject();
        other.Import("a.conll", Conll, new ImportOptions { Labels = ImportedLabels.Suggestions });
        Assert.Empty(other.Project.Gold());
        Assert.Empty(other.First().Annotation.Spans);
        Suggestion suggestion = other.First().Suggestion!;
        Assert.Equal("import:a.conll", suggestion.Model);
        other.Project.Apply(1, new AcceptSuggestion(1, other.First().Revision, suggestion.Model, null, SentenceState.Done));
        Assert.Equal([new AnnotatedSpan(0, 1, 1, SpanOrigin.Import, "import:a.conll"), new AnnotatedSpan(2, 3, 5, SpanOrigin.Import, "import:a.conll")], other.First().Annotation.Spans);
    }

    [Fact]
    public void What_an_import_loses_is_told_with_its_line_and_kept_with_the_document()
    {
        using var test = new TestProject();
        ImportResult result = test.Import("a.jsonl", """
            {"id":1,"text":"Asha Mwinyi yuko Tanga","label":[[0,11,"PER"],[5,11,"PER"],[17,22,"LOC"]]}
            {"id":2,"text":"","label":[]}
            {"id":3,"text":"Juma yuko Moshi","entities":[{"id":1,"label":"PER","start_offset":0,"end_offset":4},{"id":2,"label":"LOC","start_offset":10,"end_offset":15}],"relations":[{"id":5,"from_id":1,"to_id":2,"type":"in"}]}
            """);
        Assert.Contains(result.Losses, loss => loss.StartsWith("a.jsonl:1: ", StringComparison.Ordinal) && loss.Contains("overlap", StringComparison.Ordinal));
        Assert.Contains(result.Losses, loss => loss.StartsWith("a.jsonl:2: ", StringComparison.Ordinal));
        Assert.Contains(result.Losses, loss => loss.StartsWith("a.jsonl:3: ", StringComparison.Ordinal) && loss.Contains("relation", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(result.Losses, test.Project.Documents()[0].Losses);
        Assert.Equal(2, test.All().Count);
        Assert.Equal([(0, 2), (3, 4)], test.First().Annotation.Spans.Select(span => (span.First, span.End)));
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData(" \r\n", "only white space")]
    [InlineData("PK\u0003\u0004", "an archive")]
    public void What_is_no_text_is_refused(string content, string found)
    {
        using var test = new TestProject();
        Assert.Contains(found, Assert.Throws<InvalidDataException>(() => test.Import("a.txt", content)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => test.Project.Import(1, "a.txt", new byte[] { 0x41, 0xFF, 0x42 }));
        Assert.Empty(test.Project.Documents());
    }

    [Fact]
    public void Records_with_texts_alone_are_sentences_to_annotate()
    {
        using var test = new TestProject();
        ImportResult result = test.Import("a.jsonl", "{\"text\":\"Asha yuko Tanga.\"}\n{\"text\":\"Juma pia 😊.\"}\n");
        Assert.Equal((2, 0), (result.Sentences, result.Labelled));
        Assert.All(test.All(), view => Assert.Equal(SentenceState.New, view.Annotation.State));
    }

    [Fact]
    public void Gold_all_and_an_annotators_own_labels()
    {
        using var test = new TestProject("Asha yuko Tanga.\nJuma yuko Moshi.\nHabari zenu.\n");
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        test.Label(1, test.All()[0], (0, 1, TestProject.Per));
        test.Label(2, test.All()[0], (0, 1, TestProject.Per), (2, 3, TestProject.Loc)); // they differ: no gold
        test.Label(2, test.All()[1], (0, 1, TestProject.Per));
        Assert.Equal(["Juma"], Words(new ExportOptions()));
        Assert.Equal(["Asha"], Words(new ExportOptions { User = 1 }));
        Assert.Equal(["Asha", "Juma"], Words(new ExportOptions { User = 2 }));
        Assert.Equal(["Asha", "Juma", "Habari"], Words(new ExportOptions { Labels = ExportedLabels.All, Format = "jsonl" }));
        test.Project.Apply(1, new Adjudicate(1, test.Project.Adjudication(1)!.Revision, [new AnnotatedSpan(2, 3, TestProject.Loc)]));
        Assert.Equal(["Asha", "Juma"], Words(new ExportOptions()));
        Assert.Equal([new EntitySpan(2, 3, "LOC")], test.Project.Gold()[0].Sentence.Entities);
        test.Project.Apply(1, new Adjudicate(1, test.Project.Adjudication(1)!.Revision, [], SentenceState.Skipped));
        Assert.Equal(["Juma"], Words(new ExportOptions()));

        string[] Words(ExportOptions options) => [.. ReadBack(test.Project.Export(options).Train, options.Format).Sentences.Select(sentence => sentence.Words[0])];
    }

    [Fact]
    public void Dev_data_come_from_random_picks_alone()
    {
        using var test = new TestProject(string.Concat(Enumerable.Range(0, 40).Select(number => $"Sentensi ya {number} hapa\n")));
        foreach (SentenceView view in test.All())
        {
            test.Label(view);
        }

        Assert.Contains("chosen at random", Assert.Throws<InvalidDataException>(() => test.Project.Export(new ExportOptions { DevShare = 0.2 })).Message, StringComparison.Ordinal);
        test.Project.RecordPicks(1, [.. test.All().Select(view => (view.Id, new Pick(view.Id % 4 == 0 ? "random" : "mnlp", view.Id % 4 == 0)))]);
        test.Project.RecordPicks(1, [(1, new Pick("random", true))]); // the first time counts
        ExportResult result = test.Project.Export(new ExportOptions { DevShare = 0.2 });
        Assert.Equal((32, 8), (result.Sentences, result.DevSentences));
        HashSet<string> random = [.. test.All().Where(view => view.Id % 4 == 0).Select(view => view.Words[2].Of(view.Text))];
        string[] dev = [.. ReadBack(result.Dev!, "conll").Sentences.Select(sentence => sentence.Words[2])];
        Assert.All(dev, word => Assert.Contains(word, random));
        Assert.Equal(dev, ReadBack(test.Project.Export(new ExportOptions { DevShare = 0.2 }).Dev!, "conll").Sentences.Select(sentence => sentence.Words[2]));
        Assert.NotEqual(dev, ReadBack(test.Project.Export(new ExportOptions { DevShare = 0.2, Seed = 7 }).Dev!, "conll").Sentences.Select(sentence => sentence.Words[2]));
        Assert.Equal(10, test.Project.Export(new ExportOptions { DevShare = 0.5 }).DevSentences); // no more than there are
    }

    [Fact]
    public void The_history_is_told_as_json_lines()
    {
        using var test = new TestProject("Asha 😊 yuko Tanga.\n");
        test.Label(test.First(), (0, 1, TestProject.Per));
        test.Project.Undo(1);
        using var stream = new MemoryStream();
        test.Project.ExportHistory(stream);
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
        JsonElement[] events = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["create", "import", "set-spans", "undo"], events.Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Equal("me", events[2].GetProperty("user").GetString());
        Assert.Equal("set-spans", events[2].GetProperty("action").GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, events[2].GetProperty("changes")[0].GetProperty("before").ValueKind);
        Assert.Equal("done", events[2].GetProperty("changes")[0].GetProperty("after").GetProperty("state").GetString());
        Assert.Equal(events[2].GetProperty("id").GetInt64(), events[3].GetProperty("reverses").GetInt64());
        Assert.Equal("text", events[1].GetProperty("action").GetProperty("format").GetString());
    }

    [Fact]
    public void Every_example_of_other_tools_is_imported_as_it_is_read()
    {
        string folder = SharedFiles.OrSkip("oracle/annotation-formats");
        int read = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".md" or ".py" or ".txt" or ".spacy")))
        {
            DataSet set;
            try
            {
                set = LabelledData.Read(file, new LabelledDataOptions { RequireTags = false });
            }
            catch (InvalidDataException)
            {
                continue; // settings, messages between programs
            }

            if (set.Sentences.All(sentence => sentence.Entities is null) && Path.GetExtension(file) is not (".json" or ".jsonl"))
            {
                continue; // settings that look like words
            }

            using var test = new TestProject();
            ImportResult result = test.Project.Import(1, file, File.ReadAllBytes(file));
            Assert.Equal((set.Sentences.Count, set.Format), (result.Sentences, result.Format));
            Assert.Equal(set.Sentences.Select(Show), test.Project.Export(new ExportOptions { Labels = ExportedLabels.All, Format = "jsonl" }) is { } exported ? ReadBack(exported.Train, "jsonl").Sentences.Select(Show) : []);
            read++;
        }

        Assert.InRange(read, 15, 100);
    }

    private static string Show(Sentence sentence) => $"{string.Join('\u241F', sentence.Words)} {(sentence.Entities is null ? "none" : string.Join(' ', sentence.Entities))}";

    private static (int First, int End, int Type)[] RandomSpans(Random random, int words)
    {
        var spans = new List<(int, int, int)>();
        for (int first = random.Next(2); first < words;)
        {
            int end = Math.Min(words, first + random.Next(1, 4));
            spans.Add((first, end, random.Next(1, 4)));
            first = end + (random.Next(2) == 0 ? 0 : random.Next(1, 3)); // adjacent ones too
        }

        return [.. spans];
    }

    private static string Save(IReadOnlyList<WrittenFile> files, TemporaryFolder folder)
    {
        foreach (WrittenFile file in files)
        {
            using FileStream stream = File.Create(folder.File((file.Document ?? "text") + file.Extension));
            file.Write(stream);
        }

        return folder.File((files[0].Document ?? "text") + (files.FirstOrDefault(file => file.Extension == ".ann") ?? files[0]).Extension);
    }

    private static DataSet ReadBack(IReadOnlyList<WrittenFile> files, string format)
    {
        using var folder = new TemporaryFolder();
        return LabelledData.Read(Save(files, folder), new LabelledDataOptions { Format = format, RequireTags = false, KeepRareTypes = true });
    }
}
