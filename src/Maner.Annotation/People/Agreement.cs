using Maner.Annotation.Records;

namespace Maner.Annotation.People;

/// <summary>What two people say of one sentence.</summary>
/// <param name="Words">How many words it has.</param>
/// <param name="First">What one says.</param>
/// <param name="Second">What the other says.</param>
internal sealed record TwiceDone(int Words, IReadOnlyList<AnnotatedSpan> First, IReadOnlyList<AnnotatedSpan> Second);

/// <summary>Measures how two people agree: over entities, and over words.</summary>
internal static class Agreement
{
    /// <summary>The measures over some sentences.</summary>
    public static AgreementReport Of(string first, string second, IReadOnlyList<TwiceDone> sentences)
    {
        int[] types = [.. sentences.SelectMany(sentence => sentence.First.Concat(sentence.Second)).Select(span => span.Type).Distinct().Order()];
        (int both, int ones, int others) = Count(sentences, null, (one, other) => one.IsSameEntity(other));
        (int sameBorders, int allOnes, int allOthers) = Count(sentences, null, (one, other) => one.First == other.First && one.End == other.End);
        return new AgreementReport
        {
            First = first,
            Second = second,
            Sentences = sentences.Count,
            Words = sentences.Sum(sentence => sentence.Words),
            F1 = F1(both, ones, others),
            F1OfBorders = F1(sameBorders, allOnes, allOthers),
            Kappa = Kappa(sentences, (spans, word) => TypeAt(spans, word)),
            Types = [.. types.Select(type => OfType(sentences, type))],
        };
    }

    /// <summary>
    /// Cohen's kappa (1960): how much more often two people give a word the same answer than they would by chance, each with the answers that they give at all.
    /// Null where both always gave one and the same: nothing can be said then.
    /// </summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="answer">The answer for a word.</param>
    public static double? Kappa(IReadOnlyList<TwiceDone> sentences, Func<IReadOnlyList<AnnotatedSpan>, int, int> answer)
    {
        Dictionary<int, long> ones = [], others = [];
        long same = 0, words = 0;
        foreach (TwiceDone sentence in sentences)
        {
            for (int word = 0; word < sentence.Words; word++, words++)
            {
                (int one, int other) = (answer(sentence.First, word), answer(sentence.Second, word));
                same += one == other ? 1 : 0;
                ones[one] = ones.GetValueOrDefault(one) + 1;
                others[other] = others.GetValueOrDefault(other) + 1;
            }
        }

        if (words == 0)
        {
            return null;
        }

        double byChance = ones.Sum(pair => (double)pair.Value * others.GetValueOrDefault(pair.Key)) / ((double)words * words);
        return byChance >= 1 ? null : (((double)same / words) - byChance) / (1 - byChance);
    }

    private static TypeAgreement OfType(IReadOnlyList<TwiceDone> sentences, int type)
    {
        (int both, int ones, int others) = Count(sentences, type, (one, other) => one.IsSameEntity(other));
        return new TypeAgreement(type, both, ones - both, others - both, F1(both, ones, others), Kappa(sentences, (spans, word) => TypeAt(spans, word) == type ? 1 : 0));
    }

    private static (int Both, int Ones, int Others) Count(IReadOnlyList<TwiceDone> sentences, int? type, Func<AnnotatedSpan, AnnotatedSpan, bool> areSame)
    {
        (int both, int ones, int others) = (0, 0, 0);
        foreach (TwiceDone sentence in sentences)
        {
            AnnotatedSpan[] first = [.. sentence.First.Where(span => type is null || span.Type == type)];
            AnnotatedSpan[] second = [.. sentence.Second.Where(span => type is null || span.Type == type)];
            (ones, others) = (ones + first.Length, others + second.Length);
            both += first.Count(one => second.Any(other => areSame(one, other)));
        }

        return (both, ones, others);
    }

    private static double? F1(int both, int ones, int others) => ones + others == 0 ? null : 2.0 * both / (ones + others);

    /// <summary>The type of a word's entity; 0 outside.</summary>
    private static int TypeAt(IReadOnlyList<AnnotatedSpan> spans, int word)
    {
        foreach (AnnotatedSpan span in spans)
        {
            if (word >= span.First && word < span.End)
            {
                return span.Type;
            }
        }

        return 0;
    }
}
