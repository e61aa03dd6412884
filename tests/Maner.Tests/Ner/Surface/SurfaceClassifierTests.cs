using Maner.Ner.Surface;
using Maner.Tensors;
using Xunit;

namespace Maner.Tests.Ner.Surface;

public sealed class SurfaceClassifierTests
{
    private static readonly string[] s_words = ["Halima", "alisafiri", "kutoka", "Mombasa", "2019", "."];

    [Fact]
    public void Untrained_it_gives_all_tags_the_same_probability()
    {
        var logs = new float[5];
        new SurfaceClassifier(5).Forward(s_words, 0, logs);
        Assert.All(logs, log => Assert.Equal(Math.Log(0.2), log, 1e-6));
    }

    [Fact]
    public void Probabilities_sum_to_1_also_where_weights_are_large()
    {
        SurfaceClassifier classifier = Random(scale: 50);
        var logs = new float[3];
        for (int word = 0; word < s_words.Length; word++)
        {
            classifier.Forward(s_words, word, logs);
            Assert.Equal(1, logs.Sum(log => Math.Exp(log)), 1e-5);
        }
    }

    /// <summary>AdaGrad's first step from sums of squares that outweigh the gradient is −rate · gradient / √sum, so steps show gradients.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_step_goes_down_the_numerical_gradient(int word)
    {
        SurfaceClassifier classifier = Random(scale: 0.3);
        var logs = new float[3];
        float[] before = classifier.Weights.ToArray(), squares = [.. Enumerable.Repeat(1e12f, before.Length)];

        classifier.Forward(s_words, word, logs);
        classifier.Backward(logs, label: 1, squares, learningRate: 1e4f);

        float[] steps = [.. before.Zip(classifier.Weights.ToArray(), (old, now) => (old - now) * 100)];
        int[] touched = [.. Enumerable.Range(0, steps.Length).Where(index => steps[index] != 0)];
        Assert.InRange(touched.Length, 3 * 30, 3 * 90);
        foreach (int index in touched.Where((_, place) => place % 17 == 0))
        {
            Assert.Equal(Slope(index), steps[index], 2e-2);
        }

        double Slope(int index)
        {
            const float Step = 1e-2f;
            double Loss(float change)
            {
                before.CopyTo(classifier.Weights);
                classifier.Weights[index] += change;
                classifier.Forward(s_words, word, logs);
                return -logs[1];
            }

            return (Loss(Step) - Loss(-Step)) / (2 * Step);
        }
    }

    [Fact]
    public void It_learns_capitals_and_carries_them_over_to_words_it_has_never_seen()
    {
        string[][] sentences = [["jana", "Asha", "alikuja"], ["leo", "Juma", "analala"], ["kesho", "Neema", "ataimba"], ["sasa", "yeye", "anakula"]];
        int[][] labels = [[0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]];
        var classifier = new SurfaceClassifier(2);
        float[] squares = [.. Enumerable.Repeat(1e-8f, SurfaceClassifier.Buckets * 2)], logs = new float[2];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            for (int sentence = 0; sentence < sentences.Length; sentence++)
            {
                for (int word = 0; word < 3; word++)
                {
                    classifier.Forward(sentences[sentence], word, logs);
                    classifier.Backward(logs, labels[sentence][word], squares, 0.05f);
                }
            }
        }

        string[] unseen = ["juzi", "Zuhura", "alicheka"];
        int[] tags = [.. Enumerable.Range(0, 3).Select(word =>
        {
            classifier.Forward(unseen, word, logs);
            return logs[1] > logs[0] ? 1 : 0;
        })];
        Assert.Equal([0, 1, 0], tags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\u200B")]
    [InlineData("👩🏽‍🌾")]
    [InlineData("القاهرة")]
    public void Any_word_has_features(string word)
    {
        var logs = new float[3];
        Random(scale: 1).Forward([word], 0, logs);
        Assert.Equal(1, logs.Sum(log => Math.Exp(log)), 1e-5);
    }

    private static SurfaceClassifier Random(double scale)
    {
        var classifier = new SurfaceClassifier(3);
        var rng = new Rng(7);
        foreach (ref float weight in classifier.Weights)
        {
            weight = (float)(rng.NextNormal() * scale);
        }

        return classifier;
    }
}
