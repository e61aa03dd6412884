using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class RuleScoresTests
{
    [Fact]
    public void An_entity_that_starts_with_I_counts_only_by_the_lenient_rule_as_in_seqeval_issue_23()
    {
        EvaluatedSentence[] sentences = [Evaluated.Of("B-Phone I-Phone", "I-Phone I-Phone")];

        Assert.Equal(1.0, RuleScores.Of(sentences, SpanRule.Lenient).Micro.F1);
        Assert.Equal(0.0, RuleScores.Of(sentences, SpanRule.Strict).Micro.F1);
    }

    [Fact]
    public void Lenient_counts_are_those_of_conlleval_on_10000_random_sentences()
    {
        var rng = new Rng(23);
        int mismatches = 0;
        for (int trial = 0; trial < 10_000; trial++)
        {
            EvaluatedSentence sentence = Evaluated.Random(rng);
            string[] gold = Iob2.ToTags(sentence.Tags.Count, sentence.GoldEntities);

            EntityScore expected = ConllevalOracle.Score([(gold, [.. sentence.Tags])]);

            mismatches += RuleScores.Of([sentence], SpanRule.Lenient).Micro == expected ? 0 : 1;
        }

        Assert.Equal(0, mismatches);
    }

    [Fact]
    public void A_corpus_scores_as_conlleval_reads_it_in_one_stream()
    {
        var rng = new Rng(24);
        EvaluatedSentence[] sentences = [.. Enumerable.Range(0, 500).Select(_ => Evaluated.Random(rng))];

        EntityScore expected = ConllevalOracle.Score(
            sentences.Select(sentence => (Iob2.ToTags(sentence.Tags.Count, sentence.GoldEntities), sentence.Tags.ToArray())));

        Assert.Equal(expected, RuleScores.Of(sentences, SpanRule.Lenient).Micro);
        Assert.InRange(expected.F1, 0.2, 0.8);
        Assert.NotEqual(expected, RuleScores.Of(sentences, SpanRule.Strict).Micro);
    }

    [Fact]
    public void Precision_recall_and_F1_are_counted_by_hand()
    {
        EvaluatedSentence[] sentences =
        [
            Evaluated.Of("B-PER I-PER O B-LOC", "B-PER I-PER O B-ORG"),
            Evaluated.Of("B-LOC O B-LOC", "B-LOC B-PER O"),
        ];

        RuleScores scores = RuleScores.Of(sentences, SpanRule.Strict);

        // Gold: 1 PER, 3 LOC. Predicted: 2 PER (1 right), 1 LOC (right), 1 ORG (wrong).
        Assert.Equal(new EntityScore(Correct: 2, Predicted: 4, Support: 4), scores.Micro);
        Assert.Equal((0.5, 0.5, 0.5), (scores.Micro.Precision, scores.Micro.Recall, scores.Micro.F1));
        Assert.Equal(["LOC", "ORG", "PER"], scores.Types.Keys);
        Assert.Equal(new EntityScore(1, 1, 3), scores.Types["LOC"]);
        Assert.Equal(new EntityScore(0, 1, 0), scores.Types["ORG"]);
        Assert.Equal(new EntityScore(1, 2, 1), scores.Types["PER"]);
        Assert.Equal((1.0 + 0 + 0.5) / 3, scores.Macro.Precision, 12);
        Assert.Equal(((1.0 / 3) + 0 + 1) / 3, scores.Macro.Recall, 12);
        Assert.Equal((0.5 + 0 + (2.0 / 3)) / 3, scores.Macro.F1, 12);
    }

    [Theory]
    [InlineData("B-PER I-PER O", "O O O")]
    [InlineData("O O O", "B-PER I-PER O")]
    [InlineData("O O O", "O O O")]
    public void Nothing_predicted_or_nothing_to_find_scores_0_and_not_NaN(string gold, string predicted)
    {
        RuleScores scores = RuleScores.Of([Evaluated.Of(gold, predicted)], SpanRule.Strict);

        Assert.Equal((0.0, 0.0, 0.0), (scores.Micro.Precision, scores.Micro.Recall, scores.Micro.F1));
        Assert.Equal(new MacroScore(0, 0, 0), scores.Macro);
    }

    [Fact]
    public void An_unlabelled_sentence_is_refused_with_its_line() =>
        Assert.Contains(
            "Line 7",
            Assert.Throws<InvalidDataException>(() => new EvaluatedSentence(new Sentence(["word"], null, 7), ["O"])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_tag_too_few_is_refused() =>
        Assert.Throws<ArgumentException>(() => new EvaluatedSentence(new Sentence(["two", "words"], []), ["O"]));
}
