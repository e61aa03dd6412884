using FsCheck;
using FsCheck.Fluent;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Formats;

/// <summary>What a format writes it reads back, words, entities and text, for texts that are as odd as real ones; or it says what it cannot hold.</summary>
public sealed class WrittenFormatTests
{
    // An emoji of several code points, combining marks, right-to-left, a digit group, Han (a word a sign), signs of the formats themselves.
    private static readonly string[] s_pieces =
    [
        "Asha", "👩🏽‍🌾", "😊", "e\u0301te\u0301", "عائشة", "في", "3.14", "香港", "ng'ombe", "[", "]", "\\", "|", "\"", ",", ";", "<b>", "&amp;", "{", "#", "_", "*", "->", "T1", ".",
    ];

    private static readonly string[] s_spaces = [" ", "  ", "", "\u00A0"];

    // The last sentence keeps a file of odd signs alone from looking like another format.
    private static readonly Sentence s_anchor = Make("Kigali ni mji", [1, 0, 0], ["LOC", "", ""]);

    public static TheoryData<string> Formats => [.. SentenceFormats.WrittenNames];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_written_reads_back(string name) =>
        Prop.ForAll(Documents(hasSpaces: name is "doccano" or "label-studio" or "prodigy" or "xmi" or "cas-json" or "argilla" or "spacy" or "jsonl").ToArbitrary(), document =>
        {
            using var folder = new TemporaryFolder();
            var losses = new RepairLog("memory");
            DataSet back = Back(folder, name, document, losses);
            Assert.DoesNotContain(losses.Repairs, loss => loss.Kind is not RepairKind.EmptySentence);
            Assert.Equal(document.Count(sentence => sentence.Words.Count == 0), losses.Repairs.Count);
            Sentence[] expected = [.. document.Where(sentence => sentence.Words.Count > 0)];
            Assert.Equal(expected.Select(sentence => string.Join('\u241F', sentence.Words)), back.Sentences.Select(sentence => string.Join('\u241F', sentence.Words)));
            Assert.Equal(expected.Select(sentence => sentence.Entities), back.Sentences.Select(sentence => sentence.Entities));
            if (name is not ("conll" or "spacy-conll" or "conllu" or "csv" or "tsv"))
            {
                Assert.Equal(expected.Select(sentence => sentence.Text!.Trim()), back.Sentences.Select(sentence => sentence.Text!.Trim()));
            }

            Assert.DoesNotContain(back.Repairs, repair => repair.Kind is not (RepairKind.DuplicateSentence or RepairKind.InvisibleCharacter or RepairKind.WhitespaceInToken));
        }).Check(Config.QuickThrowOnFailure.WithReplay(2026, 1).WithMaxTest(200));

    [Theory]
    [InlineData("doccano")]
    [InlineData("label-studio")]
    [InlineData("prodigy")]
    [InlineData("argilla")]
    [InlineData("cas-json")]
    [InlineData("xmi")]
    public void A_document_of_several_lines_comes_back_with_its_own_text(string name)
    {
        const string Text = "  Asha 😊 anaishi Tanga.\r\n\r\nعائشة في زنجبار. ";
        var report = new ReadingReport("memory");
        Sentence[] sentences = [.. Alignment.ToSentences(new AnnotatedText(Text, 1, "one") { Spans = [new CharSpan(2, 6, "PER", 1), new CharSpan(18, 23, "a place", 1)] }, report)];
        using var folder = new TemporaryFolder();
        DataSet back = Back(folder, name, sentences, new RepairLog("memory"));
        Assert.Equal("Asha PER, Tanga a place|-", FormatFiles.Entities(back));
        Assert.Equal(Text, back.Sentences[0].Place!.Document.Text);
        Assert.Equal(sentences.Select(sentence => sentence.Place!.Begin), back.Sentences.Select(sentence => sentence.Place!.Begin));
        Assert.Equal(name is "prodigy" ? ["record 1", "record 1"] : ["one", "one"], back.Sentences.Select(sentence => sentence.Document));
    }

    [Theory]
    [InlineData("brat", "borders-lost")]
    [InlineData("doccano", "borders-lost")]
    [InlineData("label-studio", "borders-lost")]
    [InlineData("argilla", "borders-lost")]
    [InlineData("brackets", "borders-lost")]
    [InlineData("xmi", "text-changed")]
    [InlineData("prodigy", "")]
    [InlineData("cas-json", "")]
    public void What_a_format_cannot_hold_is_told(string name, string kinds)
    {
        var losses = new RepairLog("memory");
        SentenceFormats.Find(name).Writer!.Write([new Sentence(["Dar-es", "Sa.laam", "x\u0001y"], [new EntitySpan(0, 2, "LOC")], 7)], new WritingOptions(), losses);
        Assert.Equal(kinds, string.Join(",", losses.Repairs.Select(loss => RepairKinds.NameOf(loss.Kind)).Distinct()));
        Assert.All(losses.Repairs, loss => Assert.Equal(7, loss.Line));
    }

    [Theory]
    [InlineData("conllu")]
    [InlineData("spacy-conll")]
    [InlineData("brackets")]
    public void A_type_with_a_space_is_refused_where_a_space_ends_it(string name) => Assert.Throws<InvalidDataException>(() =>
    {
        using var stream = new MemoryStream();
        SentenceFormats.Find(name).Writer!.Write([new Sentence(["a"], [new EntitySpan(0, 1, "a place")])], new WritingOptions(), new RepairLog("memory"))[0].Write(stream);
    });

    [Fact]
    public void Brat_names_a_type_without_its_space_and_says_so_and_never_gives_two_types_one_name()
    {
        var losses = new RepairLog("memory");
        Sentence[] one = [new Sentence(["a"], [new EntitySpan(0, 1, "a place")])];
        SentenceFormats.Find("brat").Writer!.Write(one, new WritingOptions(), losses);
        Assert.Equal(RepairKind.TextChanged, Assert.Single(losses.Repairs).Kind);
        Sentence[] two = [.. one, new Sentence(["a"], [new EntitySpan(0, 1, "a_place")])];
        Assert.Throws<InvalidDataException>(() => SentenceFormats.Find("brat").Writer!.Write(two, new WritingOptions(), losses));
    }

    private static DataSet Back(TemporaryFolder folder, string name, IReadOnlyList<Sentence> sentences, RepairLog losses)
    {
        string path = "";
        foreach (WrittenFile file in SentenceFormats.Find(name).Writer!.Write(sentences, new WritingOptions(), losses))
        {
            path = folder.File((file.Document ?? "all") + file.Extension);
            using FileStream stream = File.Create(path);
            file.Write(stream);
        }

        // The format is told from the content, but for text in brackets of types in small letters.
        return LabelledData.Read(path, new LabelledDataOptions { Format = name is "brackets" ? name : null });
    }

    private static Gen<Sentence[]> Documents(bool hasSpaces) =>
        from count in Gen.Choose(0, 5)
        from sentences in Sentences(hasSpaces ? ["PER", "LOC", "a place", "地名"] : ["PER", "LOC", "geo-loc", "地名"]).ArrayOf(count)
        select (Sentence[])[.. sentences, s_anchor];

    private static Gen<Sentence> Sentences(string[] types) =>
        from length in Gen.Choose(0, 8)
        from pieces in Gen.Elements(s_pieces).ArrayOf(length)
        from spaces in Gen.Elements(s_spaces).ArrayOf(length)
        from starts in Gen.Choose(0, 3).ArrayOf(40)
        from chosen in Gen.Elements(types).ArrayOf(40)
        select Make(string.Concat(pieces.Zip(spaces, (piece, space) => piece + space)).Trim(), starts, chosen);

    // A start of 0 is a word outside; n > 0 begins an entity of n words, or as many as are left: entities at both ends, and next to each other.
    private static Sentence Make(string text, int[] starts, string[] types)
    {
        TextRange[] offsets = [.. WordSplitter.Split(text)];
        var spans = new List<EntitySpan>();
        for (int word = 0; word < offsets.Length;)
        {
            int length = Math.Min(starts[word % starts.Length], offsets.Length - word);
            if (length > 0)
            {
                spans.Add(new EntitySpan(word, word + length, types[word % types.Length]));
            }

            word += Math.Max(length, 1);
        }

        return new Sentence([.. offsets.Select(word => word.Of(text))], text, offsets, 1, spans);
    }
}
