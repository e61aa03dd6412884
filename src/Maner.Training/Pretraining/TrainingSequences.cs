namespace Maner.Training.Pretraining;

/// <summary>Cuts sentences into rows and says which are held out.</summary>
internal static class TrainingSequences
{
    /// <summary>A language gives at most one of so many of its sentences to be held out.</summary>
    public const int SmallestPart = 20;

    /// <summary>
    /// The hashes of the sentences that a language holds out: the <paramref name="most"/> smallest. Which they are depends on the sentences
    /// alone, not on their order or any seed, and text that is added later changes few of them.
    /// </summary>
    public static IEnumerable<ulong> HeldOut(IReadOnlyList<TokenSentence> sentences, int most)
    {
        ulong[] hashes = [.. sentences.Select(sentence => sentence.Hash).Distinct().Order()];
        return hashes.Take(Math.Min(most, hashes.Length / SmallestPart));
    }

    /// <summary>
    /// Parts a language. A sentence whose pieces are held out anywhere, in whatever language, is trained on nowhere; each is measured once,
    /// in the language that holds it out.
    /// </summary>
    /// <param name="name">The language.</param>
    /// <param name="file">Its pieces.</param>
    /// <param name="own">Hashes that it holds out itself.</param>
    /// <param name="all">Hashes that any language holds out.</param>
    /// <param name="cutter">Cuts what is too long.</param>
    public static LanguageText Part(string name, TokenFile file, IReadOnlySet<ulong> own, IReadOnlySet<ulong> all, SentenceCutter cutter)
    {
        List<TrainingSequence> training = [], heldOut = [];
        var measured = new HashSet<ulong>();
        long start = 0;
        foreach (TokenSentence sentence in file.Sentences)
        {
            if (!all.Contains(sentence.Hash))
            {
                cutter.Cut(file, start, sentence.End, training);
            }
            else if (own.Contains(sentence.Hash) && measured.Add(sentence.Hash))
            {
                cutter.Cut(file, start, sentence.End, heldOut);
            }

            start = sentence.End;
        }

        return new LanguageText(name, file, [.. training], [.. heldOut]);
    }
}
