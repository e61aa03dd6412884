using Maner.Tensors;
using Maner.Text.Romanization;

namespace Maner.Ner.Lexical;

/// <summary>
/// What can be seen of a word without knowing the language: its letters, its shape, its neighbours, its place in the sentence. The templates are those
/// that log-linear taggers have used since Ratnaparkhi (1996) and Zhang and Johnson (2003). Each feature is a number below
/// the number of buckets, drawn by its hash (Weinberger et al. 2009): no dictionary, and unseen features have weights that nobody trained, zeros.
/// </summary>
internal static class LexicalFeatures
{
    /// <summary>log₂ of the buckets where nothing else is said. A hundred sentences have some 50,000 features.</summary>
    public const int DefaultBits = 18;

    private const int LongestAffix = 4;
    private const int GramLength = 3;
    private const ulong Prime = 0x100000001B3; // FNV-1a's
    private const ulong Beyond = 0xBE;

    private enum Template
    {
        Bias,
        Word,
        Shape,
        Prefix,
        Suffix,
        Gram,
        FromStart,
        FromEnd,
        Length,
        Place,
        PlaceAndShape,
        ShapeBefore,
        ShapeBehind,
        ShapesAround,
        WordBefore,
        WordBehind,
        WordBeforeAndShape,
        WordBehindAndShape,
        Roman,
        RomanPrefix,
        RomanSuffix,
        RomanSkeleton,
    }

    /// <summary>Puts a word's features into a list, in the place of what it held.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="word">The word's index.</param>
    /// <param name="bits">log₂ of the number of buckets: the first bits of the hash are the bucket.</param>
    /// <param name="features">Takes the buckets.</param>
    public static void Of(LexicalWords sentence, int word, int bits, List<int> features)
    {
        IReadOnlyList<string> words = sentence.Words;
        var put = new Bucketing(features, bits);
        features.Clear();
        int before = word, behind = words.Count - 1 - word;
        put.Put(Template.Bias, 0, 0);
        for (int offset = -2; offset <= 2; offset++)
        {
            put.Put(Template.Word, offset, Word(words, word + offset));
            put.Put(Template.Shape, offset, Shape(words, word + offset));
            if (offset is >= -1 and <= 1 && word + offset >= 0 && word + offset < words.Count)
            {
                PutAffixes(put, Template.Prefix, Template.Suffix, offset, words[word + offset]);
            }
        }

        PutGrams(put, words[word]);
        put.Put(Template.FromStart, Math.Min(before, 3), 0);
        put.Put(Template.FromEnd, Math.Min(behind, 3), 0);
        put.Put(Template.Length, Math.Min(words.Count, 12), 0);
        put.Put(Template.Place, (Math.Min(before, 1) * 16) + (Math.Min(behind, 1) * 8) + Math.Min(words.Count, 5), 0);

        ulong shape = Shape(words, word), shapeBefore = Shape(words, word - 1), shapeBehind = Shape(words, word + 1);
        ulong text = Word(words, word), textBefore = Word(words, word - 1), textBehind = Word(words, word + 1);
        put.Put(Template.PlaceAndShape, Math.Min(before, 3), shape);
        put.Put(Template.ShapeBefore, 0, Join(shapeBefore, shape));
        put.Put(Template.ShapeBehind, 0, Join(shape, shapeBehind));
        put.Put(Template.ShapesAround, 0, Join(Join(shapeBefore, shape), shapeBehind));
        put.Put(Template.WordBefore, 0, Join(textBefore, text));
        put.Put(Template.WordBehind, 0, Join(text, textBehind));
        put.Put(Template.WordBeforeAndShape, 0, Join(textBefore, shape));
        put.Put(Template.WordBehindAndShape, 0, Join(shape, textBehind));
        if (sentence.Roman is { } roman)
        {
            PutRoman(put, roman, word);
        }
    }

    /// <summary>How the word sounds: what scripts have in common, so that a name that was learned in one is known in another.</summary>
    private static void PutRoman(Bucketing put, IReadOnlyList<string> roman, int word)
    {
        for (int offset = -1; offset <= 1; offset++)
        {
            if (word + offset >= 0 && word + offset < roman.Count)
            {
                put.Put(Template.Roman, offset, Text(roman[word + offset]));
            }
        }

        PutAffixes(put, Template.RomanPrefix, Template.RomanSuffix, 0, roman[word]);
        if (Romanizer.Skeleton(roman[word]) is { Length: > 0 } skeleton)
        {
            put.Put(Template.RomanSkeleton, 0, Text(skeleton));
        }
    }

    private static void PutAffixes(Bucketing put, Template ofPrefix, Template ofSuffix, int offset, string word)
    {
        ulong prefix = Prime, suffix = Prime;
        for (int length = 1; length <= Math.Min(LongestAffix, word.Length); length++)
        {
            prefix = Join(prefix, char.ToLowerInvariant(word[length - 1]));
            suffix = Join(suffix, char.ToLowerInvariant(word[^length]));
            put.Put(ofPrefix, offset, prefix);
            put.Put(ofSuffix, offset, suffix);
        }
    }

    private static void PutGrams(Bucketing put, string word)
    {
        for (int start = 0; start + GramLength <= word.Length; start++)
        {
            ulong gram = Prime;
            for (int index = start; index < start + GramLength; index++)
            {
                gram = Join(gram, char.ToLowerInvariant(word[index]));
            }

            put.Put(Template.Gram, 0, gram);
        }
    }

    private static ulong Word(IReadOnlyList<string> words, int word) => (uint)word < (uint)words.Count ? Text(words[word]) : Beyond;

    private static ulong Text(string text)
    {
        ulong hash = Prime;
        foreach (char letter in text)
        {
            hash = Join(hash, char.ToLowerInvariant(letter));
        }

        return hash;
    }

    /// <summary>Runs of upper-case, lower-case and other letters and of digits, each as one sign; all else as it is: "McDonald's" is XxXx'x.</summary>
    private static ulong Shape(IReadOnlyList<string> words, int word)
    {
        if ((uint)word >= (uint)words.Count)
        {
            return Beyond;
        }

        ulong hash = Prime;
        char last = '\0';
        foreach (char letter in words[word])
        {
            if (letter is >= '\u0300' and <= '\u036F')
            {
                continue; // a mark on the letter before it, as tones are written where no letter has them
            }

            char sign = char.IsUpper(letter) ? 'X' : char.IsLower(letter) ? 'x' : char.IsDigit(letter) ? '0' : char.IsLetter(letter) ? 'o' : letter;
            if (sign != last)
            {
                hash = Join(hash, sign);
                last = sign;
            }
        }

        return hash;
    }

    private static ulong Join(ulong hash, ulong next) => (hash ^ next) * Prime;

    private readonly struct Bucketing(List<int> features, int bits)
    {
        public void Put(Template template, int place, ulong content) =>
            features.Add((int)(Rng.Mix(Rng.Mix(content + ((ulong)template << 56)) + (ulong)place) >> (64 - bits)));
    }
}
