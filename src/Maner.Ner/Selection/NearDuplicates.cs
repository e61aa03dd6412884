using System.Globalization;
using System.Text;
using Maner.Tensors;

namespace Maner.Ner.Selection;

/// <summary>
/// Sentences that are nearly the same: labelling the second teaches nothing. Case, digits and punctuation do not count, and sentences whose sets of words have a Jaccard
/// similarity of at least 0.8 are near-duplicates; pairs are found by MinHash (Broder 1997), so that 100,000 sentences take seconds.
/// </summary>
internal static class NearDuplicates
{
    private const double Similar = 0.8;
    private const int Bands = 8, RowsOfBand = 4; // a pair of similarity 0.8 is found with 98.5 %
    private const int FewestWords = 4; // of fewer words none can be exchanged

    /// <summary>For every sentence the first one that it is a near-duplicate of: itself, where there is none before it.</summary>
    /// <param name="sentences">The words of each.</param>
    public static int[] Firsts(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var firsts = new int[sentences.Count];
        var same = new Dictionary<string, int>(StringComparer.Ordinal);
        var buckets = new Dictionary<(int Band, ulong Hash), List<int>>();
        var sets = new Dictionary<int, HashSet<string>>();
        for (int index = 0; index < firsts.Length; index++)
        {
            string[] words = [.. sentences[index].Select(Plain).Where(word => word.Length > 0)];
            string key = words.Length > 0 ? string.Join(' ', words) : "\n" + string.Join(' ', sentences[index]); // of signs alone: as it is
            if (same.TryGetValue(key, out int first))
            {
                firsts[index] = first;
                continue;
            }

            HashSet<string> set = [.. words];
            ulong[] bands = set.Count < FewestWords ? [] : BandsOf(set);
            firsts[index] = First(bands, set, buckets, sets) ?? index;
            same.Add(key, firsts[index]);
            if (firsts[index] == index && bands.Length > 0)
            {
                sets.Add(index, set);
                for (int band = 0; band < bands.Length; band++)
                {
                    List<int> bucket = buckets.TryGetValue((band, bands[band]), out List<int>? there) ? there : buckets[(band, bands[band])] = [];
                    bucket.Add(index);
                }
            }
        }

        return firsts;
    }

    private static int? First(ulong[] bands, HashSet<string> set, Dictionary<(int Band, ulong Hash), List<int>> buckets, Dictionary<int, HashSet<string>> sets)
    {
        int? first = null;
        for (int band = 0; band < bands.Length; band++)
        {
            foreach (int other in buckets.TryGetValue((band, bands[band]), out List<int>? bucket) ? bucket : [])
            {
                if ((first is null || other < first) && Jaccard(set, sets[other]) >= Similar)
                {
                    first = other;
                }
            }
        }

        return first;
    }

    private static double Jaccard(HashSet<string> one, HashSet<string> other)
    {
        int common = one.Count(other.Contains);
        return common / (double)(one.Count + other.Count - common);
    }

    private static ulong[] BandsOf(HashSet<string> set)
    {
        var least = new ulong[Bands * RowsOfBand];
        Array.Fill(least, ulong.MaxValue);
        var rng = new Rng(0);
        foreach (string word in set)
        {
            ulong hash = rng.Split(word).State;
            for (int row = 0; row < least.Length; row++)
            {
                least[row] = Math.Min(least[row], Rng.Mix(hash ^ Rng.Mix((ulong)row + 1)));
            }
        }

        var bands = new ulong[Bands];
        for (int row = 0; row < least.Length; row++)
        {
            bands[row / RowsOfBand] = Rng.Mix(bands[row / RowsOfBand] ^ least[row]);
        }

        return bands;
    }

    /// <summary>A word without case and punctuation, its digits all alike.</summary>
    private static string Plain(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (Rune letter in word.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(letter);
            if (category == UnicodeCategory.DecimalDigitNumber)
            {
                plain.Append('0');
            }
            else if (Rune.IsLetterOrDigit(letter) || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                plain.Append(Rune.ToLowerInvariant(letter).ToString());
            }
        }

        return plain.ToString();
    }
}
