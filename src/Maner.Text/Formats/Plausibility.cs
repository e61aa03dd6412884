using System.Globalization;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats;

/// <summary>
/// Whether a file without issues is plausible: a file may be read without a departure and yet be hardly what is meant, because a wrong column was taken for the
/// words or the blank lines are lost. Each finding says what was seen and how to decide; nothing is changed.
/// </summary>
internal static class Plausibility
{
    private const int LongSentence = 1000;
    private const int ManyStops = 5; // inside each sentence
    private const int SomeWords = 3, ManyWords = 20;
    private const string ByWordColumn = $"kept as it is; if another column holds the words, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.WordColumn)})";

    /// <summary>Looks at all sentences of a file and reports at the line of its first.</summary>
    public static void Check(IReadOnlyList<Sentence> sentences, RepairLog log)
    {
        var words = new WordCounts();
        foreach (Sentence sentence in sentences)
        {
            words.Add(sentence);
            if (sentence.Words.Count >= LongSentence)
            {
                log.Add(RepairKind.Implausible, sentence.Line, $"a sentence of {Number(sentence.Words.Count)} words", "kept as it is; if blank lines between sentences are lost, put them back");
            }
        }

        int line = sentences.Count == 0 ? 0 : sentences[0].Line;
        if (sentences.Count > 0 && !sentences.Any(sentence => sentence.Words.Count >= LongSentence) && words.StopsInside >= ManyStops * (long)sentences.Count)
        {
            log.Add(RepairKind.Implausible, line, $"{Number(words.StopsInside)} full stops inside {Number(sentences.Count)} sentence{(sentences.Count == 1 ? "" : "s")}", "kept as they are; if blank lines between sentences are lost, put them back");
        }

        CheckWords(words, sentences.Count, line, log);
        CheckEntities(sentences, words, line, log);
    }

    private static void CheckWords(WordCounts words, int sentences, int line, RepairLog log)
    {
        if (words.Total >= SomeWords && words.IsMost(words.Numbers))
        {
            log.Add(RepairKind.Implausible, line, "all words are numbers", ByWordColumn);
        }

        if (words.Total >= SomeWords && words.IsMost(words.Commas))
        {
            log.Add(RepairKind.Implausible, line, "all words end in a comma or semicolon", "kept as it is; if these separate columns, save the file with tabs");
        }

        if (words.Total >= SomeWords && words.Texts * 2 >= words.Total)
        {
            log.Add(RepairKind.Implausible, line, "most words are whole texts, with spaces inside", "kept as it is; if a row is a text and its class, the file holds no named entities; " + ByWordColumn["kept as it is; ".Length..]);
        }

        if (words.Total >= SomeWords && words.IsMost(words.Segmented))
        {
            log.Add(RepairKind.Implausible, line, "all words are a sign and a digit, which says where words are cut", "kept as they are; take the digits off");
        }

        if (words.ModelSigns >= Math.Max(2, sentences) || (words.Pieces >= ManyWords && words.Pieces * 100 > words.Total))
        {
            log.Add(RepairKind.Implausible, line, $"signs ([CLS], </s>) or pieces (##ord) of a model's tokenizer among the words, {Number(words.ModelSigns + words.Pieces)} in all", "kept as they are; write whole words, and blank lines between sentences");
        }

        if (words.Total >= SomeWords && words.IsMost(words.Quoted))
        {
            log.Add(RepairKind.Implausible, line, "all words are in quotes", "kept as it is; running text has none there: save the file without them");
        }
        else if (words.DoubledQuotes > 0)
        {
            log.Add(RepairKind.Implausible, words.DoubledQuotesLine, $"""the word {Visible.Quote(words.DoubledQuotesWord)}, one of {Number(words.DoubledQuotes)} as CSV writes a quote or comma""",
                "kept as it is; running text has '\"' and ',' instead: save the file without quotes");
        }

        if (words.Total >= ManyWords && words.Repeated is { } repeated)
        {
            log.Add(RepairKind.Implausible, line, $"nearly all words are {Visible.Quote(repeated)}", ByWordColumn);
        }
    }

    private static void CheckEntities(IReadOnlyList<Sentence> sentences, WordCounts words, int line, RepairLog log)
    {
        if (words.Labelled >= ManyWords && words.Inside == words.Labelled)
        {
            log.Add(RepairKind.Implausible, line, "every word is in an entity", $"kept as it is; if a tag means outside, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Outside)})");
        }

        if (words.Labelled >= ManyWords && words.Inside == 0)
        {
            log.Add(RepairKind.Implausible, line, $"no entity in {Number(words.Labelled)} words", $"kept as it is; if another column holds the tags, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)})");
        }

        HashSet<string> types = sentences.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type).ToHashSet(StringComparer.Ordinal);
        if (PairedTypes.Find(types) is (string begin, string inside))
        {
            log.Add(RepairKind.Implausible, line, $"the types {Visible.Quote(begin)} and {Visible.Quote(inside)} look like the beginning and the inside of one", "kept as two types; write B-TYPE and I-TYPE if they are one");
        }

        if (StrayTypes.SameName(types) is (string one, string other))
        {
            log.Add(RepairKind.Implausible, line, $"the types {Visible.Quote(one)} and {Visible.Quote(other)} differ in case or signs alone", "kept as two types; write them alike if they are one");
        }
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
