using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Recognition;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>Files as other programs and people write them (tests/Golden/wild): read as they are meant, with a repair for each odd line, or refused.</summary>
public sealed class WildFileTests
{
    [Theory]
    [InlineData("01-germeval-two-tag-columns/input.tsv", "Amadi joined FC Kisumu .|Otieno lives in Tanga .", "PER 0-1, ORG 2-4|PER 0-1, LOC 3-4", "", "column 3 was read")]
    [InlineData("01-germeval-two-tag-columns/goldpred.txt", "Amadi lives in Tanga", "PER 0-1, LOC 3-4", "", "column 2 was read")]
    [InlineData("03-hipe-misc-column/input.tsv", "le maire de Lyon , Paul Martin .", "loc 3-4, pers 5-7", "", "NE-COARSE-LIT")]
    [InlineData("04-uner-danish-annotator-column/input.iob2", "Amadi bor i Tanga .|Otieno kom .", "PER 0-1, LOC 3-4|PER 0-1", "", "tags from column 3")]
    [InlineData("05-simpletransformers-sentence-id/input.tsv", "Amadi lives in Tanga|Otieno left Kisumu", "PER 0-1, LOC 3-4|PER 0-1, LOC 2-3", "", "Sentences end where column 1 changes")]
    [InlineData("05-simpletransformers-sentence-id/header.tsv", "Amadi lives|Otieno left", "PER 0-1|PER 0-1", "", "it is no word")]
    [InlineData("06-token-counter-with-a-gap/good.iob2", "Amadi lives Tanga|Otieno left", "PER 0-1, LOC 2-3|PER 0-1", "", "counts the words")]
    [InlineData("06-token-counter-with-a-gap/gap.iob2", "Amadi lives Tanga|Otieno left", "PER 0-1, LOC 2-3|PER 0-1", "count-gap:3", "counts the words")]
    [InlineData("06-token-counter-with-a-gap/running.tsv", "Amadi lives in Tanga|Otieno left", "PER 0-1, LOC 3-4|PER 0-1", "", "counts the words")]
    [InlineData("08-doccano-comma-and-space/input.csv", "Amadi anaishi Tanga|Otieno aliondoka", "Person 0-1, Place 2-3|Person 0-1", "", "CSV")]
    [InlineData("08-doccano-comma-and-space/two.csv", "Amadi lives in Tanga", "PER 0-1, LOC 3-4", "", "CSV")]
    [InlineData("09-csv-kaggle-and-plain/kaggle.csv", "Amadi lives in Tanga|Otieno left", "per 0-1, geo 3-4|per 0-1", "", "CSV")]
    [InlineData("09-csv-kaggle-and-plain/comma.csv", "Amadi lives in Tanga", "PER 0-1, LOC 3-4", "", "CSV")]
    [InlineData("09-csv-kaggle-and-plain/pipe.txt", "آمادی در تانگا است", "PER 0-1, LOC 2-3", "unknown-prefix:1, unknown-prefix:3", "'|'")]
    [InlineData("10-lower-case-bio-one-stray-tag/clean.tsv", "Amadi Wako woont in Tanga .", "persoon 0-2, geo 4-5", "unknown-prefix:1, unknown-prefix:2, unknown-prefix:5", "")]
    [InlineData("10-lower-case-bio-one-stray-tag/stray.tsv", "Amadi Wako woont in Tanga .", "persoon 0-2, geo 4-5", "unknown-prefix:1, unknown-prefix:2, unknown-prefix:4, unknown-prefix:5", "")]
    [InlineData("10-lower-case-bio-one-stray-tag/underscore.tsv", "Amadi Wako left Tanga", "PER 0-2, LOC 3-4", "unknown-prefix:1, unknown-prefix:2, unknown-prefix:4", "")]
    [InlineData("10-lower-case-bio-one-stray-tag/mixed.tsv", "Amadi Wako left Tanga", "per 0-2, LOC 3-4", "unknown-prefix:1, unknown-prefix:2", "")]
    [InlineData("12-norne-conllu-misc/input.conllu", "Amadi bor i Tanga .", "PER 0-1, LOC 3-4", "", "'name='")]
    [InlineData("13-webanno-tsv3/input.tsv", "Amadi lives in Tanga .", "PER 0-1, LOC 3-4", "", "custom.Span")]
    [InlineData("13-webanno-tsv3/rows.tsv", "Amadi lives", "PER 0-1", "", "")]
    [InlineData("13-webanno-tsv3/trailing-tab.tsv", "Amadi lives Tanga", "PER 0-1, LOC 2-3", "", "tags from column 2")]
    [InlineData("16-masakhane-missing-separator/input.txt", "Hospitali kuu 1487 Chama . 248 248 Amadi", "ORG 0-2, ORG 3-4, PER 7-8", "stray-tag:3, inside-without-begin:4, unknown-prefix:6, unknown-prefix:7", "")]
    [InlineData("x2-offsets-doccano-prodigy-label-studio/doccano.jsonl", "Amadi lives in Tanga .|Otieno left .", "PER 0-1, LOC 3-4|PER 0-1", "", "")]
    [InlineData("x2-offsets-doccano-prodigy-label-studio/prodigy.jsonl", "Amadi left .", "PER 0-1", "", "")]
    [InlineData("x2-offsets-doccano-prodigy-label-studio/naamapadam.json", "Amadi lives in Tanga", "PER 0-1, LOC 3-4", "", "'ner'")]
    [InlineData("x2-offsets-doccano-prodigy-label-studio/ls.json", "Amadi lives in Tanga .", "PER 0-1", "", "")]
    [InlineData("x2-offsets-doccano-prodigy-label-studio/pretty.json", "Amadi left", "PER 0-1", "", "")]
    [InlineData("x3-bmes-and-latin1/bmes.conll", "张 三 在 北 京 市 沪|李 小 四 去 京", "NAME 0-2, LOC 3-6, LOC 6-7|NAME 0-3, LOC 4-5", "", "")]
    [InlineData("x4-types-with-spaces/tabs.tsv", "Amadi lives in Dar es .", "Full Name 0-1, Work Place 3-5", "", "")]
    [InlineData("x6-quotes-doubled-by-csv/input.conll", "\"\"\"\" Amadi \"\"\"\" alisema \",\" Tanga", "PER 1-2, LOC 5-6", "implausible:1", "")]
    public void It_is_read_as_it_is_meant(string file, string words, string entities, string repairs, string note)
    {
        DataSet set = LabelledData.Read(Path.Combine(SharedFiles.Repository, "tests/Golden/wild", file));
        Assert.Equal(words, WordsOf(set));
        Assert.Equal(entities, EntitiesOf(set));
        Assert.Equal(repairs, RepairsOf(set));
        Assert.Contains(note, string.Join('\n', set.Assumptions), StringComparison.Ordinal);
        Assert.Equal(note.Length == 0, set.Assumptions.Count == 0);
    }

    [Theory]
    [InlineData("x3-bmes-and-latin1/latin1.conll", "latin1.conll:2: expected UTF-8, found byte 0xF1")]
    [InlineData("x4-types-with-spaces/spaces.conll", "Separate the columns by tabs")]
    public void It_is_refused_with_what_to_do(string file, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => LabelledData.Read(Path.Combine(SharedFiles.Repository, "tests/Golden/wild", file))).Message, StringComparison.Ordinal);

    [Fact]
    public void Seventeen_bare_types_are_types_with_and_without_options()
    {
        string path = Path.Combine(SharedFiles.Repository, "tests/Golden/wild/11-many-bare-types-few-sentences/input.txt");
        foreach (LabelledDataOptions options in new LabelledDataOptions[]
        {
            new(), new() { Outside = "O" }, new() { Scheme = Tags.TagScheme.Io }, new() { Outside = "O", Scheme = Tags.TagScheme.Io },
        })
        {
            DataStatistics counts = DataStatistics.Of(LabelledData.Read(path, options).Sentences);
            Assert.Equal((17, 17), (counts.Types.Count, counts.Entities));
        }
    }

    [Fact]
    public void Names_of_tags_name_numbers_in_quotes_too()
    {
        string path = Path.Combine(SharedFiles.Repository, "tests/Golden/wild/x2-offsets-doccano-prodigy-label-studio/strings.jsonl");
        DataSet set = LabelledData.Read(path, new LabelledDataOptions { TagNames = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"] });
        Assert.Equal("PER 0-1, LOC 3-4", EntitiesOf(set));
    }

    [Fact]
    public void An_outside_that_no_word_has_is_refused()
    {
        string path = Path.Combine(SharedFiles.Repository, "tests/Golden/wild/04-uner-danish-annotator-column/input.iob2");
        string message = Assert.Throws<InvalidDataException>(() => LabelledData.Read(path, new LabelledDataOptions { Outside = "k" })).Message;
        Assert.Contains("no word has the tag 'k'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01-germeval-two-tag-columns/input.tsv")]
    [InlineData("03-hipe-misc-column/input.tsv")]
    [InlineData("04-uner-danish-annotator-column/input.iob2")]
    [InlineData("05-simpletransformers-sentence-id/header.tsv")]
    [InlineData("08-doccano-comma-and-space/two.csv")]
    [InlineData("09-csv-kaggle-and-plain/kaggle.csv")]
    [InlineData("09-csv-kaggle-and-plain/pipe.txt")]
    [InlineData("11-many-bare-types-few-sentences/input.txt")]
    [InlineData("12-norne-conllu-misc/input.conllu")]
    [InlineData("13-webanno-tsv3/rows.tsv")]
    public void Prediction_knows_it_for_labelled(string file) =>
        Assert.True(LabelledLines.Are(File.ReadLines(Path.Combine(SharedFiles.Repository, "tests/Golden/wild", file))));

    [Theory]
    [InlineData("Amina lives in Hargeisa.\nShe works there.\nIt rains.\n")]
    [InlineData("Nairobi, Kenya\nKampala, Uganda\nKigali, Rwanda\n")]
    [InlineData("Yes O\nno\nperhaps\nwhy not\n")]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("1\tAmina\n2\tJuma\n3\tNeema\n")]
    [InlineData("")]
    public void Running_text_is_not_labelled(string text) => Assert.False(LabelledLines.Are(text.Split('\n')));
}
