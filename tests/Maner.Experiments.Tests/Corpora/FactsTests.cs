using Maner.Experiments.Corpora;
using Xunit;

namespace Maner.Experiments.Tests.Corpora;

public sealed class FactsTests
{
    [Fact]
    public void WikiAnn_has_176_languages_100_of_them_with_100_sentences()
    {
        Assert.Equal(176, WikiannSizes.All.Count);
        Assert.Equal(100, WikiannSizes.Hundred.Count());
        Assert.Equal(["am", "fo", "gu", "jv", "mg", "rw", "yo"], WikiannSizes.Hundred.Intersect(["am", "fo", "gu", "jv", "mg", "rw", "yo", "sw", "en"]));
    }

    [Theory]
    [InlineData("cc100", "en", 300.8)]
    [InlineData("cc100", "my", 2.0)] // two rows of the paper's table
    [InlineData("cc100", "swa", 1.6)] // MasakhaNER's code
    [InlineData("cc100", "yo", 0)] // not in XLM-R's corpus
    public void Pretraining_text_is_found_by_any_code(string corpus, string language, double gib) =>
        Assert.Equal(gib, PretrainingText.Of(corpus).Gib(language), 1e-9);

    [Fact]
    public void Every_corpus_can_be_read() => Assert.All(PretrainingText.Corpora, corpus => Assert.True(PretrainingText.Of(corpus).Gib("sw") > 0));

    [Fact]
    public void Rahimis_columns_have_their_published_means()
    {
        RahimiScores[] scores = [.. WikiannSizes.All.Select(size => PublishedResults.Rahimi(size.Language)).OfType<RahimiScores>()];

        Assert.Equal(41, scores.Length);
        Assert.Equal(0.621, scores.Average(score => score.Supervised), 2);
        Assert.Equal(0.774, scores.Average(score => score.Transfer), 2);
    }

    [Fact]
    public void The_papers_means_are_there_for_our_methods() =>
        Assert.Equal([("token", 0.649), ("random-mask", 0.643), ("maner", 0.715), ("rand", 0.679)], PublishedResults.Means("maner-2023").Select(mean => (mean.Method, mean.F1)));
}
