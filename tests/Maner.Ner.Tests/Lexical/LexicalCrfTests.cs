using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Lexical;

public sealed class LexicalCrfTests
{
    private const int Classes = 3;
    private static readonly string[] s_words = ["Halima", "alisafiri", "kutoka", "Mombasa", "2019", "."];
    private static readonly int[] s_labels = [1, 0, 0, 2, 0, 0];

    [Fact]
    public void Untrained_it_gives_all_tags_the_same_score()
    {
        double[] scores = [.. Enumerable.Repeat(7.0, 6 * Classes)];
        new LexicalCrf(Classes).Forward(LexicalWords.Of(s_words, romanised: false), scores);
        Assert.All(scores, score => Assert.Equal(0, score));
    }

    /// <summary>From sums of squares that outweigh every gradient, AdaGrad's first step is −size · gradient / √sum: steps show gradients.</summary>
    [Fact]
    public void A_step_goes_down_the_numerical_gradient()
    {
        LexicalCrf field = Random();
        float[] weights = field.Weights.ToArray(), transitions = field.Transitions.ToArray();
        Step(field, s_words, s_labels, new LexicalCrf.Squares(field, 1e12f), new LexicalCrf.StepSizes(1e4f, 1e4f));
        float[] weightSteps = [.. weights.Zip(field.Weights.ToArray(), (old, now) => (old - now) * 100)];
        float[] transitionSteps = [.. transitions.Zip(field.Transitions.ToArray(), (old, now) => (old - now) * 100)];

        int[] touched = [.. Enumerable.Range(0, weights.Length).Where(index => weightSteps[index] != 0)];
        Assert.InRange(touched.Length, 500, 1500);
        foreach (int index in touched.Where((_, place) => place % 37 == 0))
        {
            Assert.Equal(Slope(change => field.Weights[index] += change), weightSteps[index], 2e-2);
        }

        for (int index = 0; index < transitions.Length; index++)
        {
            Assert.Equal(Slope(change => field.Transitions[index] += change), transitionSteps[index], 2e-2);
        }

        double Slope(Action<float> change)
        {
            const float Little = 1e-2f;
            double Loss(float by)
            {
                weights.CopyTo(field.Weights);
                transitions.CopyTo(field.Transitions);
                change(by);
                return NegativeLogLikelihood(field);
            }

            return (Loss(Little) - Loss(-Little)) / (2 * Little);
        }
    }

    [Fact]
    public void It_learns_capitals_and_carries_them_over_to_words_it_has_never_seen()
    {
        string[][] sentences = [["jana", "Asha", "alikuja"], ["leo", "Juma", "analala"], ["kesho", "Neema", "ataimba"], ["sasa", "yeye", "anakula"]];
        int[][] labels = [[0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]];
        var field = new LexicalCrf(Classes);
        var squares = new LexicalCrf.Squares(field, 1e-8f);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            for (int sentence = 0; sentence < sentences.Length; sentence++)
            {
                Step(field, sentences[sentence], labels[sentence], squares, new(0.05f, 0.1f));
            }
        }

        double[] scores = new double[3 * Classes];
        int[] best = new int[3];
        field.Forward(field.Read(["juzi", "Zuhura", "alicheka"]), scores);
        LinearChain.BestSequence(scores, Transitions(field), best);
        Assert.Equal([0, 1, 0], best);
    }

    [Fact]
    public void A_name_learned_in_one_script_is_known_in_another_where_the_field_reads_how_words_sound()
    {
        double[] plain = Scores(romanised: false), romanised = Scores(romanised: true);

        Assert.True(romanised[1] - romanised[0] > plain[1] - plain[0] + 0.5, $"{romanised[1] - romanised[0]} against {plain[1] - plain[0]}");

        static double[] Scores(bool romanised)
        {
            var field = new LexicalCrf(Classes, isRomanised: romanised);
            var squares = new LexicalCrf.Squares(field, 1e-8f);
            for (int epoch = 0; epoch < 10; epoch++)
            {
                Step(field, ["в", "Москва", "."], [0, 1, 0], squares, new(0.05f, 0.1f));
                Step(field, ["он", "дома", "."], [0, 0, 0], squares, new(0.05f, 0.1f));
            }

            double[] scores = new double[Classes];
            field.Forward(field.Read(["მოსკვა"]), scores);
            return scores;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\u200B")]
    [InlineData("👩🏽‍🌾")]
    [InlineData("القاهرة")]
    public void Any_word_has_features(string word)
    {
        double[] scores = new double[Classes];
        Random().Forward(LexicalWords.Of([word], romanised: false), scores);
        Assert.All(scores, score => Assert.NotEqual(0, score));
    }

    private static void Step(LexicalCrf field, string[] words, int[] labels, LexicalCrf.Squares squares, LexicalCrf.StepSizes sizes)
    {
        double[] scores = new double[words.Length * Classes], marginals = new double[scores.Length], pairs = new double[Classes * Classes];
        field.Forward(field.Read(words), scores);
        LinearChain.Marginals(scores, Transitions(field), marginals, pairs);
        double[] right = new double[scores.Length], rightPairs = new double[pairs.Length];
        for (int word = 0; word < words.Length; word++)
        {
            right[(word * Classes) + labels[word]] = 1;
            rightPairs[word > 0 ? (labels[word - 1] * Classes) + labels[word] : 0] += word > 0 ? 1 : 0;
        }

        field.Backward(field.Read(words), right, rightPairs, marginals, pairs, squares, sizes);
    }

    private static double NegativeLogLikelihood(LexicalCrf field)
    {
        double[] scores = new double[s_words.Length * Classes], transitions = Transitions(field);
        field.Forward(LexicalWords.Of(s_words, romanised: false), scores);
        double found = s_labels.Select((tag, word) => scores[(word * Classes) + tag] + (word > 0 ? transitions[(s_labels[word - 1] * Classes) + tag] : 0)).Sum();
        return LinearChain.Marginals(scores, transitions, new double[scores.Length], []) - found;
    }

    private static double[] Transitions(LexicalCrf field) => [.. field.Transitions.ToArray().Select(value => (double)value)];

    private static LexicalCrf Random()
    {
        var field = new LexicalCrf(Classes);
        var rng = new Rng(7);
        foreach (ref float weight in field.Weights)
        {
            weight = (float)(rng.NextNormal() * 0.3);
        }

        foreach (ref float score in field.Transitions)
        {
            score = (float)rng.NextNormal();
        }

        return field;
    }
}
