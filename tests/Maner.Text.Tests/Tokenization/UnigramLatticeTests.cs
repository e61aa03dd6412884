using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class UnigramLatticeTests
{
    [Fact]
    public void No_other_segmentation_scores_higher()
    {
        var random = new Rng(11);
        for (int trial = 0; trial < 200; trial++)
        {
            Dictionary<string, float> scores = RandomPieces(random);
            UnigramTokenizer tokenizer = TestModel.With([.. scores.Select(p => (p.Key, p.Value))]).NormalizerSpec(3, 0).Load();
            string text = RandomText(random, 1 + random.Next(12));
            float unknown = scores.Values.Min() - 10;

            // A run of unknown characters is one piece, but pays for each of them.
            double actual = tokenizer.Encode(text).Pieces.Sum(piece => scores.TryGetValue(piece, out float score) ? score : piece.Length * unknown);

            Assert.Equal(BestScore(text, scores, unknown), actual, 1e-3);
        }
    }

    // Plain recursion over all ways to cut the text.
    private static double BestScore(string text, Dictionary<string, float> scores, float unknown) =>
        text.Length == 0 ? 0 : Enumerable.Range(1, text.Length)
            .Where(length => length == 1 || scores.ContainsKey(text[..length]))
            .Max(length => scores.GetValueOrDefault(text[..length], unknown) + BestScore(text[length..], scores, unknown));

    private static Dictionary<string, float> RandomPieces(Rng random)
    {
        var pieces = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 0; i < 12; i++)
        {
            pieces[RandomText(random, 1 + random.Next(4))] = -1 - random.Next(1000) / 100f;
        }

        return pieces;
    }

    private static string RandomText(Rng random, int length) => string.Create(length, random, (span, rng) =>
    {
        foreach (ref char c in span)
        {
            c = (char)('a' + rng.Next(3));
        }
    });
}
