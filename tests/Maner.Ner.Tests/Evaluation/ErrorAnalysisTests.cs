using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class ErrorAnalysisTests
{
    [Theory]
    [InlineData("B-PER I-PER", "B-PER I-PER", ErrorKind.Correct)]
    [InlineData("B-PER I-PER", "B-LOC I-LOC", ErrorKind.WrongType)]
    [InlineData("B-PER I-PER", "B-PER O", ErrorKind.WrongBoundary)]
    [InlineData("B-PER I-PER O", "O B-LOC I-LOC", ErrorKind.WrongTypeAndBoundary)]
    [InlineData("B-PER I-PER", "O O", ErrorKind.Missed)]
    [InlineData("O O", "O B-LOC", ErrorKind.Spurious)]
    public void An_entity_has_one_kind(string gold, string predicted, ErrorKind expected)
    {
        ErrorAnalysis analysis = ErrorAnalysis.Of([Evaluated.Of(gold, predicted)], SpanRule.Strict);

        Assert.Equal(1, CountOf(analysis, expected));
        Assert.Equal(1, Enum.GetValues<ErrorKind>().Sum(kind => CountOf(analysis, kind)));
    }

    [Fact]
    public void A_split_entity_pairs_its_larger_part_and_the_rest_is_spurious()
    {
        EvaluatedSentence sentence = Evaluated.Of("B-PER I-PER I-PER", "B-PER B-PER I-PER");

        EntityError[] errors = [.. ErrorAnalysis.List([sentence], SpanRule.Strict)];

        Assert.Equal([ErrorKind.WrongBoundary, ErrorKind.Spurious], errors.Select(error => error.Kind));
        Assert.Equal(new EntitySpan(1, 3, "PER"), errors[0].Predicted);
        Assert.Equal(new EntitySpan(0, 1, "PER"), errors[1].Predicted);
    }

    [Fact]
    public void A_pair_of_the_same_type_goes_before_a_larger_overlap()
    {
        EvaluatedSentence sentence = Evaluated.Of("B-PER I-PER I-PER", "B-PER B-LOC I-LOC");

        Assert.Equal(
            [(ErrorKind.WrongBoundary, "PER"), (ErrorKind.Spurious, "LOC")],
            ErrorAnalysis.List([sentence], SpanRule.Strict).Select(error => (error.Kind, error.Predicted!.Value.Type)));
    }

    [Fact]
    public void The_listing_says_where_and_what()
    {
        EvaluatedSentence[] sentences =
        [
            Evaluated.Of("O B-LOC O", "O B-LOC O", "in Moroni today", line: 1),
            Evaluated.Of("B-PER I-PER O B-LOC", "B-PER O O O", "Ana Lima visited Dili", line: 5),
        ];

        EntityError[] errors = [.. ErrorAnalysis.List(sentences, SpanRule.Strict)];

        Assert.Equal(2, errors.Length);
        Assert.Equal((ErrorKind.WrongBoundary, 2, 5, "Ana Lima", "Ana"), (errors[0].Kind, errors[0].Sentence, errors[0].Line, errors[0].GoldText, errors[0].PredictedText));
        Assert.Equal((ErrorKind.Missed, "Dili", null), (errors[1].Kind, errors[1].GoldText, errors[1].PredictedText));
        Assert.Equal(["Ana", "Lima", "visited", "Dili"], errors[1].Words);
    }

    [Theory]
    [InlineData(SpanRule.Strict)]
    [InlineData(SpanRule.Lenient)]
    public void Every_gold_and_every_predicted_entity_is_counted_once(SpanRule rule)
    {
        var rng = new Rng(8);
        EvaluatedSentence[] sentences = [.. Enumerable.Range(0, 500).Select(_ => Evaluated.Random(rng))];

        ErrorAnalysis analysis = ErrorAnalysis.Of(sentences, rule);
        EntityScore micro = RuleScores.Of(sentences, rule).Micro;
        int wrong = analysis.WrongType + analysis.WrongBoundary + analysis.WrongTypeAndBoundary;

        Assert.Equal(micro.Correct, analysis.Correct);
        Assert.Equal(micro.Support, analysis.Correct + wrong + analysis.Missed);
        Assert.Equal(micro.Predicted, analysis.Correct + wrong + analysis.Spurious);
        Assert.Equal(wrong + analysis.Missed + analysis.Spurious, ErrorAnalysis.List(sentences, rule).Count());
        Assert.All(Enum.GetValues<ErrorKind>(), kind => Assert.NotEqual(0, CountOf(analysis, kind)));
    }

    [Fact]
    public void The_confusion_matrix_has_gold_rows_predicted_columns_and_none_last()
    {
        EvaluatedSentence[] sentences =
        [
            Evaluated.Of("B-PER O B-LOC O", "B-LOC O B-LOC O"),
            Evaluated.Of("B-PER O O O", "O O B-ORG I-ORG"),
        ];

        TypeConfusion confusion = ErrorAnalysis.Of(sentences, SpanRule.Strict).Confusion;

        Assert.Equal(["LOC", "ORG", "PER"], confusion.Types);
        Assert.Equal<IEnumerable<int>>([[1, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 1], [0, 1, 0, 0]], confusion.Counts);
    }

    private static int CountOf(ErrorAnalysis analysis, ErrorKind kind) => kind switch
    {
        ErrorKind.Correct => analysis.Correct,
        ErrorKind.WrongType => analysis.WrongType,
        ErrorKind.WrongBoundary => analysis.WrongBoundary,
        ErrorKind.WrongTypeAndBoundary => analysis.WrongTypeAndBoundary,
        ErrorKind.Missed => analysis.Missed,
        _ => analysis.Spurious,
    };
}
