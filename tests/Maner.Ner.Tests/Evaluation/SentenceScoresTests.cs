using Maner.Ner.Evaluation;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class SentenceScoresTests
{
    [Theory]
    [InlineData(SpanRule.Strict)]
    [InlineData(SpanRule.Lenient)]
    public void Scores_of_sentences_add_up_to_the_score_of_the_corpus(SpanRule rule)
    {
        var rng = new Rng(3);
        EvaluatedSentence[] sentences = [.. Enumerable.Range(0, 200).Select(_ => Evaluated.Random(rng))];

        Assert.Equal(RuleScores.Of(sentences, rule).Micro, SentenceScores.Total(SentenceScores.Of(sentences, rule)));
    }

    [Fact]
    public void Runs_are_added_sentence_by_sentence() =>
        Assert.Equal(
            [new EntityScore(1, 3, 4), new EntityScore(2, 2, 2)],
            SentenceScores.SumOverRuns([[new(0, 1, 2), new(1, 1, 1)], [new(1, 2, 2), new(1, 1, 1)]]));

    [Fact]
    public void Runs_over_different_sentences_are_refused() =>
        Assert.Throws<ArgumentException>(() => SentenceScores.SumOverRuns([[default], [default, default]]));
}
