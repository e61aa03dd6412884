using Maner.Ner.Evaluation;

namespace Maner.Ner.Tests.Evaluation;

/// <summary>
/// The counting rule of the CoNLL shared tasks' conlleval script for B-, I- and O tags, written plainly word by word
/// over gold and guessed tags at once: it shares no idea with the product, which compares sets of spans.
/// </summary>
internal static class ConllevalOracle
{
    public static EntityScore Score(IEnumerable<(string[] Gold, string[] Guessed)> sentences)
    {
        int correct = 0;
        int found = 0;
        int gold = 0;
        (char Prefix, string Type) lastGold = ('O', "");
        (char Prefix, string Type) lastGuessed = ('O', "");
        bool inCorrect = false;
        foreach ((string goldTag, string guessedTag) in sentences.SelectMany(WithBoundary))
        {
            (char Prefix, string Type) thisGold = Parse(goldTag);
            (char Prefix, string Type) thisGuessed = Parse(guessedTag);
            bool goldEnds = EndOfChunk(lastGold, thisGold);
            bool guessedEnds = EndOfChunk(lastGuessed, thisGuessed);
            if (inCorrect)
            {
                if (goldEnds && guessedEnds && lastGold.Type == lastGuessed.Type)
                {
                    inCorrect = false;
                    correct++;
                }
                else if (goldEnds != guessedEnds || thisGold.Type != thisGuessed.Type)
                {
                    inCorrect = false;
                }
            }

            bool goldStarts = StartOfChunk(lastGold, thisGold);
            bool guessedStarts = StartOfChunk(lastGuessed, thisGuessed);
            inCorrect |= goldStarts && guessedStarts && thisGold.Type == thisGuessed.Type;
            gold += goldStarts ? 1 : 0;
            found += guessedStarts ? 1 : 0;
            lastGold = thisGold;
            lastGuessed = thisGuessed;
        }

        return new EntityScore(correct, found, gold);
    }

    private static IEnumerable<(string Gold, string Guessed)> WithBoundary((string[] Gold, string[] Guessed) sentence) =>
        sentence.Gold.Zip(sentence.Guessed).Append(("O", "O"));

    private static (char Prefix, string Type) Parse(string tag) => tag == "O" ? ('O', "") : (tag[0], tag[2..]);

    private static bool StartOfChunk((char Prefix, string Type) last, (char Prefix, string Type) current) =>
        (last.Prefix, current.Prefix) switch
        {
            (_, 'B') => true,
            ('O', 'I') => true,
            (_, 'I') => last.Type != current.Type,
            _ => false,
        };

    private static bool EndOfChunk((char Prefix, string Type) last, (char Prefix, string Type) current) =>
        (last.Prefix, current.Prefix) switch
        {
            ('O', _) => false,
            (_, 'B') => true,
            (_, 'O') => true,
            _ => last.Type != current.Type,
        };
}
