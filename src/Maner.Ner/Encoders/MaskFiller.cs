using System.Runtime.InteropServices;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Text.Tokenization;

namespace Maner.Ner.Encoders;

/// <summary>Masks words of sentences, one at a time, and looks at what an encoder puts there. Chooses without chance: the same text has the same masks.</summary>
/// <param name="model">The encoder with its masked-LM head.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class MaskFiller(IMaskedLanguageModel model, Tokenizer tokenizer)
{
    private const int Shown = 5, FewestWords = 4, MostPieces = 3, LongestSequence = 128;

    /// <summary>Fills masks.</summary>
    /// <param name="sentences">Sentences as words.</param>
    /// <param name="most">Masks at most.</param>
    /// <param name="examples">How many of them are shown.</param>
    public FilledMasks Run(IReadOnlyList<IReadOnlyList<string>> sentences, int most, int examples)
    {
        HashSet<string> frequent = [.. sentences.SelectMany(words => words).Where(IsWord).CountBy(word => word).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(Shown).Select(word => word.Key)];
        (int Sentence, int Word, bool IsShort)[] all = [.. sentences.SelectMany((words, number) => Places(words, frequent).Select(place => (number, place.Word, place.IsShort)))];
        all = all.Count(place => place.IsShort) >= most ? [.. all.Where(place => place.IsShort)] : all;
        (int Sentence, int Word, bool IsShort)[] chosen = all.Length <= most ? all : [.. Enumerable.Range(0, most).Select(index => all[(int)((long)index * all.Length / most)])];
        FilledMask[] filled = [.. chosen.Select(place => Fill(Mask(sentences[place.Sentence], place.Word)))];
        int step = Math.Max(1, filled.Length / Math.Max(1, examples));
        return new FilledMasks(
            filled.Length, filled.Count(mask => mask.Rank == 1), filled.Count(mask => mask.Rank <= Shown),
            [.. filled.Where((_, index) => index % step == 0).Take(examples)]);
    }

    private static bool IsWord(string word) => word.Length > 1 && word.All(char.IsLetter);

    /// <summary>
    /// The words of a sentence that can be masked, and whether they are of one piece or, where it has none, of the fewest. Who knows no more than the most
    /// frequent words guesses none of them.
    /// </summary>
    private (int Word, bool IsShort)[] Places(IReadOnlyList<string> words, HashSet<string> frequent)
    {
        List<int> pieces = [];
        int used = 2, taken = 0, room = Math.Min(LongestSequence, model.Config.MaxTokens);
        var places = new List<(int Word, int Count)>();
        for (; taken < words.Count; taken++)
        {
            pieces.Clear();
            tokenizer.EncodeWord(words[taken], pieces);
            used += pieces.Count;
            if (used > room)
            {
                break;
            }

            if (IsWord(words[taken]) && !frequent.Contains(words[taken]) && pieces.Count is > 0 and <= MostPieces && !pieces.Exists(tokenizer.IsSpecial))
            {
                places.Add((taken, pieces.Count));
            }
        }

        int fewest = places.Count == 0 ? 0 : places.Min(place => place.Count);
        return taken < FewestWords ? [] : [.. places.Select(place => (place.Word, place.Count == fewest))];
    }

    /// <summary>The sentence, as far as the window goes, with all pieces of a word masked.</summary>
    private Masked Mask(IReadOnlyList<string> words, int word)
    {
        var ids = new List<int> { tokenizer.SpecialTokens.Begin };
        List<int> pieces = [];
        int room = Math.Min(LongestSequence, model.Config.MaxTokens) - 1, taken = 0, start = 0, count = 0, target = 0;
        for (; taken < words.Count; taken++)
        {
            pieces.Clear();
            tokenizer.EncodeWord(words[taken], pieces);
            if (ids.Count + pieces.Count > room)
            {
                break;
            }

            if (taken == word)
            {
                (start, count, target) = (ids.Count, pieces.Count, pieces[0]);
            }

            ids.AddRange(pieces);
        }

        ids.Add(tokenizer.SpecialTokens.End);
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
