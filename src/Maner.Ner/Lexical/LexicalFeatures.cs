using Maner.Tensors;

namespace Maner.Ner.Lexical;

/// <summary>
/// What can be seen of a word without knowing the language: its letters, its shape, its neighbours, its place in the sentence. The templates are those
/// that log-linear taggers have used since Ratnaparkhi (1996) and Zhang and Johnson (2003). Each feature is a number below
/// <see cref="Buckets"/>, drawn by its hash (Weinberger et al. 2009): no dictionary, and unseen features have weights that nobody trained, zeros.
/// </summary>
internal static class LexicalFeatures
{
    /// <summary>Different numbers. A hundred sentences have some 50,000 features.</summary>
    public const int Buckets = 1 << Bits;

    private const int Bits = 18;
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
    }

    /// <summary>Puts a word's features into a list, in the place of what it held.</summary>
    public static void Of(IReadOnlyList<string> words, int word, List<int> features)
    {
        features.Clear();
        int before = word, behind = words.Count - 1 - word;
        Put(features, Template.Bias, 0, 0);
        for (int offset = -2; offset <= 2; offset++)
        {
            Put(features, Template.Word, offset, Word(words, word + offset));
            Put(features, Template.Shape, offset, Shape(words, word + offset));
            if (offset is >= -1 and <= 1 && word + offset >= 0 && word + offset < words.Count)
            {
                PutAffixes(features, offset, words[word + offset]);
            }
        }

        PutGrams(features, words[word]);
        Put(features, Template.FromStart, Math.Min(before, 3), 0);
        Put(features, Template.FromEnd, Math.Min(behind, 3), 0);
        Put(features, Template.Length, Math.Min(words.Count, 12), 0);
        Put(features, Template.Place, (Math.Min(before, 1) * 16) + (Math.Min(behind, 1) * 8) + Math.Min(words.Count, 5), 0);

        ulong shape = Shape(words, word), shapeBefore = Shape(words, word - 1), shapeBehind = Shape(words, word + 1);
        ulong text = Word(words, word), textBefore = Word(words, word - 1), textBehind = Word(words, word + 1);
        Put(features, Template.PlaceAndShape, Math.Min(before, 3), shape);
        Put(features, Template.ShapeBefore, 0, Join(shapeBefore, shape));
        Put(features, Template.ShapeBehind, 0, Join(shape, shapeBehind));
        Put(features, Template.ShapesAround, 0, Join(Join(shapeBefore, shape), shapeBehind));
        Put(features, Template.WordBefore, 0, Join(textBefore, text));
        Put(features, Template.WordBehind, 0, Join(text, textBehind));
        Put(features, Template.WordBeforeAndShape, 0, Join(textBefore, shape));
        Put(features, Template.WordBehindAndShape, 0, Join(shape, textBehind));
    }

    private static void PutAffixes(List<int> features, int offset, string word)
    {
        ulong prefix = Prime, suffix = Prime;
        for (int length = 1; length <= Math.Min(LongestAffix, word.Length); length++)
        {
            prefix = Join(prefix, char.ToLowerInvariant(word[length - 1]));
            suffix = Join(suffix, char.ToLowerInvariant(word[^length]));
            Put(features, Template.Prefix, offset, prefix);
            Put(features, Template.Suffix, offset, suffix);
        }
    }

    private static void PutGrams(List<int> features, string word)
    {
        for (int start = 0; start + GramLength <= word.Length; start++)
        {
            ulong gram = Prime;
            for (int index = start; index < start + GramLength; index++)
            {
                gram = Join(gram, char.ToLowerInvariant(word[index]));
            }

            Put(features, Template.Gram, 0, gram);
        }
    }

    private static ulong Word(IReadOnlyList<string> words, int word)
    {
        if ((uint)word >= (uint)words.Count)
        {
            return Beyond;
        }

        ulong hash = Prime;
        foreach (char letter in words[word])
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

    private static void Put(List<int> features, Template template, int place, ulong content) =>
        features.Add((int)(Rng.Mix(Rng.Mix(content + ((ulong)template << 56)) + (ulong)place) >> (64 - Bits)));
}
