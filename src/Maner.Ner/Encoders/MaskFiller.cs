using System.Runtime.InteropServices;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Text.Tokenization;

namespace Maner.Ner.Encoders;

/// <summary>Masks one word in each of some sentences and looks at what an encoder puts there. Chooses without chance: the same text has the same masks.</summary>
/// <param name="model">The encoder with its masked-LM head.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class MaskFiller(IMaskedLanguageModel model, Tokenizer tokenizer)
{
    private const int Shown = 5, FewestWords = 4, LongestSequence = 128;

    /// <summary>Fills masks.</summary>
    /// <param name="sentences">Sentences as words.</param>
    /// <param name="most">Masks at most.</param>
    /// <param name="examples">How many of them are shown.</param>
    public FilledMasks Run(IReadOnlyList<IReadOnlyList<string>> sentences, int most, int examples)
    {
        Masked[] all = [.. sentences.Select((words, number) => Mask(words, number)).OfType<Masked>()];
        Masked[] chosen = all.Length <= most ? all : [.. Enumerable.Range(0, most).Select(index => all[(int)((long)index * all.Length / most)])];
        HashSet<string> frequent = [.. sentences.SelectMany(words => words).Where(IsWord).CountBy(word => word).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(Shown).Select(word => word.Key)];
        FilledMask[] filled = [.. chosen.Select(Fill)];
        int step = Math.Max(1, filled.Length / Math.Max(1, examples));
        return new FilledMasks(
            filled.Length, filled.Count(mask => mask.Rank == 1), filled.Count(mask => mask.Rank <= Shown), filled.Count(mask => frequent.Contains(mask.Word)),
            [.. filled.Where((_, index) => index % step == 0).Take(examples)]);
    }

    private static bool IsWord(string word) => word.Length > 1 && word.All(char.IsLetter);

    /// <summary>The sentence, as far as the window goes, with one word masked; null when it has none to mask. Words of one piece come first.</summary>
    private Masked? Mask(IReadOnlyList<string> words, int number)
    {
        var ids = new List<int> { tokenizer.SpecialTokens.Begin };
        var places = new List<(int Word, int Start, int Count)>();
        List<int> pieces = [];
        int room = Math.Min(LongestSequence, model.Config.MaxTokens) - 1, taken = 0;
        for (; taken < words.Count; taken++)
        {
            pieces.Clear();
            tokenizer.EncodeWord(words[taken], pieces);
            if (ids.Count + pieces.Count > room)
            {
                break;
            }

            if (IsWord(words[taken]) && pieces.Count is > 0 and <= 3 && !pieces.Exists(tokenizer.IsSpecial))
            {
                places.Add((taken, ids.Count, pieces.Count));
            }

            ids.AddRange(pieces);
        }

        ids.Add(tokenizer.SpecialTokens.End);
        if (taken < FewestWords || places.Count == 0)
        {
            return null;
        }

        int fewest = places.Min(place => place.Count);
        (int Word, int Start, int Count)[] best = [.. places.Where(place => place.Count == fewest)];
        (int word, int start, int count) = best[number % best.Length];
        int target = ids[start];
        CollectionsMarshal.AsSpan(ids).Slice(start, count).Fill(tokenizer.SpecialTokens.Mask);
        return new Masked(words, word, taken, [.. ids], start, count, target);
    }

    private FilledMask Fill(Masked masked)
    {
        var batch = new PackedBatch();
        batch.Add(masked.Ids);
        int rank = 1;
        var best = new List<(string, double)>(Shown);
        model.Fill(batch, [masked.Start], (_, logits) =>
        {
            double highest = double.NegativeInfinity, sum = 0;
            foreach (float logit in logits)
            {
                highest = Math.Max(highest, logit);
            }

            var order = new PriorityQueue<int, (float, int)>();
            for (int id = 0; id < logits.Length; id++)
            {
                sum += Math.Exp(logits[id] - highest);
                rank += logits[id] > logits[masked.Target] ? 1 : 0;
                order.Enqueue(id, (logits[id], -id));
                if (order.Count > Shown)
                {
                    order.Dequeue();
                }
            }

            while (order.TryDequeue(out int id, out (float Logit, int) of))
            {
                best.Insert(0, (id < tokenizer.Count ? tokenizer.PieceOf(id) : $"#{id}", Math.Exp(of.Logit - highest) / sum));
            }
        });
        return new FilledMask(
            string.Join(' ', masked.Words.Take(masked.Word)), masked.Words[masked.Word], string.Join(' ', masked.Words.Take(masked.Taken).Skip(masked.Word + 1)), masked.Count, rank, best);
    }

    private sealed record Masked(IReadOnlyList<string> Words, int Word, int Taken, int[] Ids, int Start, int Count, int Target);
}
