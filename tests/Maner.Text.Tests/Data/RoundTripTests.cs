using FsCheck;
using FsCheck.Fluent;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.JsonLines;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Text.Tests.Data;

/// <summary>What is written reads back the same, in every form and scheme, for words that are as odd as real ones.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] OddWords =
    [
        "a", "", "#", "# x", "#tag", "{", "}", "\"", "\\", "O", "B-PER", "-", "-DOC-", "two words", "\u00A0", "\u2028", "\u0085", "q\ry", "\u200C", "\uFEFF",
        "http://x", "nl:x", "香", "𐍈", "e\u0301", "\u0301", "<mask>", "</s>", "I-X", "\u0000", ".",
    ];

    // The last sentence keeps the file from being one that any reader would take for something else: all comments, all of one prefix.
    private static readonly Sentence Anchor = new(["Kigali", "ni", "mji"], [new EntitySpan(0, 1, "LOC")]);

    private static Arbitrary<Sentence[]> Documents() => (
        from count in Gen.Choose(0, 6)
        from sentences in Sentences().ArrayOf(count)
        select (Sentence[])[.. sentences, Anchor]).ToArbitrary();

    private static Gen<Sentence> Sentences() =>
        from length in Gen.Choose(1, 8)
        from words in Gen.Elements(OddWords).ArrayOf(length)
        from starts in Gen.Choose(0, 3).ArrayOf(length)
        from types in Gen.Elements("PER", "LOC", "geo-loc", "地名").ArrayOf(length)
        select new Sentence(words, Spans(starts, types));

    // A start of 0 is a word outside; n > 0 begins an entity of n words, or as many as are left.
    private static EntitySpan[] Spans(int[] starts, string[] types)
    {
        var spans = new List<EntitySpan>();
        for (int word = 0; word < starts.Length;)
        {
            if (starts[word] == 0)
            {
                word++;
                continue;
            }

            int end = Math.Min(word + starts[word], starts.Length);
            spans.Add(new EntitySpan(word, end, types[word]));
            word = end;
        }

        return [.. spans];
    }

    [Theory]
    [InlineData(TagScheme.Iob1)]
    [InlineData(TagScheme.Iob2)]
    [InlineData(TagScheme.Iobes)]
    [InlineData(TagScheme.Bilou)]
    [InlineData(TagScheme.Bmewo)]
    public void CoNLL_reads_back(TagScheme scheme) =>
        Prop.ForAll(Documents(), document => AssertSame(document, Back(document, scheme, json: false)))
            .Check(Config.QuickThrowOnFailure.WithReplay(2026, 1));

    [Theory]
    [InlineData(TagScheme.Iob1)]
    [InlineData(TagScheme.Iob2)]
    [InlineData(TagScheme.Iobes)]
    [InlineData(TagScheme.Bilou)]
    public void JSON_Lines_reads_back(TagScheme scheme) =>
        Prop.ForAll(Documents(), document => AssertSame(document, Back(document, scheme, json: true)))
            .Check(Config.QuickThrowOnFailure.WithReplay(2026, 1));

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("-DOCSTART-")]
    public void What_CoNLL_cannot_hold_is_refused_and_JSON_Lines_holds_it(string word)
    {
        Sentence[] document = [new Sentence([word], [], line: 4), Anchor];
        using var stream = new MemoryStream();
        string message = Assert.Throws<InvalidDataException>(() => ConllWriter.Write(stream, document)).Message;
        Assert.Contains("line 4", message, StringComparison.Ordinal);
        AssertSame(document, Back(document, TagScheme.Iob2, json: true));
    }

    [Fact]
    public void Sentences_without_entities_are_written_as_words_alone()
    {
        Sentence[] document = [new Sentence(["a", "b"], null), new Sentence(["c"], null)];
        using var conll = new MemoryStream();
        ConllWriter.Write(conll, document);
        Assert.Equal("a\nb\n\nc\n\n"u8.ToArray(), conll.ToArray());
        using var json = new MemoryStream();
        JsonLinesWriter.Write(json, document);
        Assert.Equal("{\"tokens\":[\"a\",\"b\"]}\n{\"tokens\":[\"c\"]}\n"u8.ToArray(), json.ToArray());
    }

    private static DataSet Back(Sentence[] document, TagScheme scheme, bool json)
    {
        using var stream = new MemoryStream();
        if (json)
        {
            JsonLinesWriter.Write(stream, document, scheme);
        }
        else
        {
            ConllWriter.Write(stream, document, scheme);
        }

        // The scheme is detected: several may fit (IOB1 without neighbours of one type is also IO), the spans must agree.
        return LabelledData.Parse(stream.ToArray(), json ? "x.jsonl" : "x.conll");
    }

    private static void AssertSame(Sentence[] expected, DataSet actual)
    {
        Assert.Equal(expected.Select(sentence => sentence.Words), actual.Sentences.Select(sentence => sentence.Words));
        Assert.Equal(expected.Select(sentence => sentence.Entities), actual.Sentences.Select(sentence => sentence.Entities));
        Assert.DoesNotContain(actual.Repairs, repair => repair.Kind is not (RepairKind.EmptyToken or RepairKind.ControlCharacter or RepairKind.InvisibleCharacter
            or RepairKind.WhitespaceInToken or RepairKind.DuplicateSentence));
    }
}
