using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Unicode;

namespace Maner.Training;

/// <summary>
/// Splits sentences into training, dev and test parts: drawn at random by a seed, whole documents where they are known, and never the same words in two
/// parts. The same input and seed give the same parts.
/// </summary>
internal static class DataSplit
{
    /// <summary>The parts in their order.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["train", "dev", "test"];

    /// <summary>A split.</summary>
    /// <param name="PartOf">The part of each sentence; −1 for one that no part needed.</param>
    /// <param name="Repeated">Sentences whose words occur earlier, kept in the part of the first.</param>
    /// <param name="Moved">Sentences that left their document's part since their words are in another part's documents too.</param>
    public sealed record Result(int[] PartOf, int Repeated, int Moved);

    /// <summary>Splits.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="documents">The document of each; null to draw sentences.</param>
    /// <param name="sizes">How many sentences each part gets; null for all that are left, of the last part.</param>
    /// <param name="seed">Draws.</param>
    public static Result Of(IReadOnlyList<Sentence> sentences, IReadOnlyList<int>? documents, IReadOnlyList<int?> sizes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(sizes);
        int[] texts = Numbered(sentences.Select(sentence => CanonicalForm.Compose(sentence.JoinedWords)));
        int[][] units = [.. Enumerable.Range(0, sentences.Count).GroupBy(index => documents?[index] ?? texts[index]).Select(unit => unit.ToArray())];
        new Rng(seed).Split("data split").Shuffle(units.AsSpan());
        var partOf = new int[sentences.Count];
        var filled = new int[sizes.Count];
        foreach (int[] unit in units)
        {
            // A document may overfill a part: it stays whole. Sentences fill it to the number.
            int part = Enumerable.Range(0, sizes.Count).FirstOrDefault(
                part => sizes[part] is not { } size || (documents is null ? filled[part] + unit.Length <= size : filled[part] < size), -1);
            foreach (int index in unit)
            {
                partOf[index] = part;
            }

            if (part >= 0)
            {
                filled[part] += unit.Length;
            }
        }

        return new Result(partOf, texts.Length - texts.Distinct().Count(), documents is null ? 0 : Gather(texts, partOf));
    }

    /// <summary>Of sentences with the same words in several parts, moves all to the first of these parts.</summary>
    private static int Gather(int[] texts, int[] partOf)
    {
        int moved = 0;
        foreach (IGrouping<int, int> same in Enumerable.Range(0, texts.Length).Where(index => partOf[index] >= 0).GroupBy(index => texts[index]))
        {
            int first = same.Min(index => partOf[index]);
            foreach (int index in same.Where(index => partOf[index] != first))
            {
                partOf[index] = first;
                moved++;
            }
        }

        return moved;
    }

    private static int[] Numbered(IEnumerable<string> texts)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. texts.Select(NumberOf)];

        int NumberOf(string text)
        {
            numbers.TryAdd(text, numbers.Count);
            return numbers[text];
        }
    }
}
