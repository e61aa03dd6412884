using Maner.Model.Heads;
using Maner.Tensors;
using Maner.Testing;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

/// <summary>Candidates hold every target, and the others are there as often as they say.</summary>
public sealed class CandidateSamplerTests
{
    [Fact]
    public void Words_are_there_as_often_as_they_say()
    {
        const int Words = 50, Draws = 20_000, Hidden = 8;
        double[] frequencies = [.. Enumerable.Range(1, Words).Select(rank => 1.0 / rank)];
        double total = frequencies.Sum();
        frequencies = [.. frequencies.Select(frequency => frequency / total)];
        var sampler = new CandidateSampler(frequencies, 10, new Rng(3));
        var rng = new Rng(4);
        var candidates = new CandidateTokens();
        var present = new int[Words];
        var said = new double[Words];
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] targets = [.. Enumerable.Range(0, Hidden).Select(_ => Word(rng.NextDouble()))];
            sampler.Draw((ulong)draw, targets, candidates);

            Assert.Equal(targets, candidates.Targets.ToArray().Select(place => candidates.Tokens[place]));
            for (int place = 0; place < candidates.Tokens.Length; place++)
            {
                present[candidates.Tokens[place]]++;
                said[candidates.Tokens[place]] = Math.Exp(candidates.LogInclusion[place]);
            }
        }

        for (int word = 0; word < Words; word++)
        {
            double deviation = Math.Sqrt(said[word] * (1 - said[word]) / Draws);
            Assert.Equal(said[word], present[word] / (double)Draws, 5 * deviation);
        }

        int Word(double point)
        {
            int word = 0;
            while (word < Words - 1 && (point -= frequencies[word]) > 0)
            {
                word++;
            }

            return word;
        }
    }

    [Fact]
    public void Frequencies_are_shares_of_pieces_and_languages_weigh_what_they_are_sampled_with()
    {
        using TemporaryFolder one = new(), two = new();
        using TokenFile a = SamplingTests.Write(one, [[4, 4, 5], [4]]), b = SamplingTests.Write(two, [[6, 5]]);
        var none = new HashSet<ulong>();
        LanguageText[] languages = [Part("a", a), Part("b", b)];
        LanguageText Part(string name, TokenFile file) => TrainingSequences.Part(name, file, none, none, new SentenceCutter(10, new bool[10]));

        double[] frequencies = CandidateSampler.Frequencies(languages, [0.25, 0.75], 8);

        // Rows of a have 8 positions with their marks, those of b 4: 0.25/8 and 0.75/4 a piece, in shares of 4·0.25/8 + 2·0.75/4.
        Assert.Equal(new[] { 0, 0, 0, 0, 0.1875, 0.4375, 0.375, 0 }, frequencies, (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void A_draw_follows_from_its_number()
    {
        var sampler = new CandidateSampler([.. Enumerable.Repeat(0.01, 100)], 20, new Rng(3));
        CandidateTokens first = new(), again = new(), other = new();
        sampler.Draw(7, [1], first);
        sampler.Draw(8, [1], other);
        sampler.Draw(7, [1], again);

        Assert.Equal(first.Tokens.ToArray(), again.Tokens.ToArray());
        Assert.NotEqual(first.Tokens.ToArray(), other.Tokens.ToArray());
    }
}
