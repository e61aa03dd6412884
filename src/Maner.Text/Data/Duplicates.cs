using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Data;

/// <summary>Sentences that occur twice: inside one file, or in two (test sentences in the training data flatter the F1).</summary>
internal static class Duplicates
{
    /// <summary>The sentences whose words also occur earlier in the list, with the first that has them.</summary>
    public static IEnumerable<(Sentence Sentence, Sentence First)> Within(IEnumerable<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var first = new FirstSentences(sentences.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (Sentence sentence in sentences)
        {
            if (first.FirstOrAdd(sentence) is { } earlier)
            {
                yield return (sentence, earlier);
            }
        }
    }

    /// <summary>The sentences of <paramref name="later"/> whose words are also in <paramref name="earlier"/>, with the first there.</summary>
    public static IEnumerable<(Sentence Sentence, Sentence First)> Between(IEnumerable<Sentence> earlier, IEnumerable<Sentence> later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        var first = new FirstSentences(earlier.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (Sentence sentence in earlier)
        {
            first.FirstOrAdd(sentence);
        }

        foreach (Sentence sentence in later)
        {
            if (first.FirstOf(sentence) is { } other)
            {
                yield return (sentence, other);
            }
        }
    }

    /// <summary>The sentences of the later of two files that are also in the earlier one, as entries of a report.</summary>
    public static IEnumerable<Repair> Overlap(DataSet earlier, DataSet later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        return Between(earlier.Sentences, later.Sentences).Select(pair => new Repair(RepairKind.Overlap, later.Path, pair.Sentence.Line,
            $"{Visible.Quote(pair.Sentence.JoinedWords)} is also in {earlier.Path}:{pair.First.Line}{Difference(pair.Sentence, pair.First)}", "kept in both"));
    }

    internal static void Log(IEnumerable<Sentence> sentences, RepairLog log)
    {
        foreach ((Sentence sentence, Sentence first) in Within(sentences))
        {
            log.Add(RepairKind.DuplicateSentence, sentence.Line,
                $"{Visible.Quote(sentence.JoinedWords)} is also in line {first.Line}{Difference(sentence, first)}", "kept");
        }
    }

    private static string Difference(Sentence one, Sentence other) =>
        one.Entities is null || other.Entities is null || one.Entities.SequenceEqual(other.Entities) ? "" : " with other entities";
}
