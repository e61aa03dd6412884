using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>Finds what formats of running text cannot hold.</summary>
internal static class WritingLosses
{
    /// <summary>The sentences that have words; the others are reported.</summary>
    public static List<Sentence> WithWords(IReadOnlyList<Sentence> sentences, RepairLog losses)
    {
        foreach (Sentence empty in sentences.Where(sentence => sentence.Words.Count == 0))
        {
            losses.Add(RepairKind.EmptySentence, empty.Line, "a sentence without words, which the format has no place for", "it was not written");
        }

        return [.. sentences.Where(sentence => sentence.Words.Count > 0)];
    }

    /// <summary>Documents, where the format has no place for them.</summary>
    public static void LogDocuments(IReadOnlyList<Sentence> sentences, RepairLog losses)
    {
        int documents = sentences.Select(sentence => sentence.Document).Distinct(StringComparer.Ordinal).Count();
        if (documents > 1)
        {
            losses.Add(RepairKind.BordersLost, sentences[0].Line, FormattableString.Invariant($"the format does not say which of the {documents} documents a sentence is from"), "the sentences follow each other");
        }
    }

    /// <summary>
    /// Documents whose words or sentences a reader of the format would find elsewhere: where the format keeps no borders, the text has to show them.
    /// </summary>
    /// <param name="documents">The documents.</param>
    /// <param name="keepsSentences">Whether the format says where sentences end.</param>
    /// <param name="keepsWords">Whether it says what the words are.</param>
    /// <param name="losses">Takes what is lost.</param>
    public static void LogBorders(IEnumerable<OutputDocument> documents, bool keepsSentences, bool keepsWords, RepairLog losses)
    {
        foreach (OutputDocument document in documents)
        {
            if (!keepsSentences && !SentenceBorders.Of(document.Text).SequenceEqual(document.Sentences.Select(sentence => SentenceBorders.Trimmed(document.Text, sentence.Range))))
            {
                losses.Add(RepairKind.BordersLost, document.Line, "the format does not say where sentences end, and its text does not show it", "they may be read otherwise");
            }

            PlacedSentence? other = document.Sentences.FirstOrDefault(sentence => keepsWords ? sentence.Sentence.Words.Any(word => WordSplitter.IsSpace(word)) : !IsCutAlike(document.Text, sentence));
            if (other is not null)
            {
                losses.Add(RepairKind.BordersLost, other.Sentence.Line, keepsWords
                        ? $"a word of {Visible.Quote(other.Sentence.JoinedWords)} is white space or nothing, for which the format has no place"
                        : $"the format does not say what the words are, and those of {Visible.Quote(other.Sentence.JoinedWords)} are cut otherwise than running text is",
                    "they may be read otherwise");
            }
        }
    }

    private static bool IsCutAlike(string text, PlacedSentence sentence) =>
        WordSplitter.Split(sentence.Range.Of(text)).Select(word => new TextRange(word.Begin + sentence.Range.Begin, word.End + sentence.Range.Begin)).SequenceEqual(sentence.Words);
}
