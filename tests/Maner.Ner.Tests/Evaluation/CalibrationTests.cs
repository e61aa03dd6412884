using Maner.Ner.Evaluation;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class CalibrationTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["LOC", "PER"]);

    [Fact]
    public void The_error_is_the_mean_distance_between_probability_and_share_right_over_bins()
    {
        // Bin 0.9 to 1: 0.95 right, 0.91 wrong, 1.0 right: share 2/3, mean 0.9533. Bin 0.3 to 0.4: 0.35 wrong: share 0.
        Calibration found = Calibration.Of([
            Sentence("B-PER O B-LOC", [new(0, 1, "PER"), new(2, 3, "PER")], [0.95f, 0.91f]),
            Sentence("B-PER I-PER B-LOC", [new(0, 2, "PER")], [1f, 0.35f]),
        ])!;

        Assert.Equal(4, found.Entities);
        Assert.Equal(0.5, found.Precision, 12);
        Assert.Equal((0.95 + 0.91 + 1 + 0.35) / 4, found.MeanProbability, 6);
        Assert.Equal([(0.3, 0.4, 1), (0.9, 1, 3)], found.Bins.Select(bin => (bin.Low, bin.High, bin.Entities)));
        Assert.Equal((((0.95 + 0.91 + 1) / 3) - (2 / 3.0)) * 3 / 4 + (0.35 / 4), found.Error, 6);
    }

    [Fact]
    public void A_border_of_bins_belongs_to_the_upper_one() =>
        Assert.Equal([0.5], Calibration.Of([Sentence("B-PER", [], [0.5f])])!.Bins.Select(bin => bin.Low));

    [Fact]
    public void Without_entities_or_probabilities_there_is_none()
    {
        Assert.Null(Calibration.Of([Sentence("O", [new(0, 1, "PER")], [])]));
        Assert.Null(Calibration.Of([new EvaluatedSentence(new Sentence(["a"], [new(0, 1, "PER")]), ["B-PER"])]));
    }

    private static EvaluatedSentence Sentence(string tags, EntitySpan[] gold, float[] confidences)
    {
        string[] each = tags.Split(' ');
        int[] ids = [.. each.Select(tag => s_tags.TryGetId(tag, out int id) ? id : throw new ArgumentException(tag))];
        return new EvaluatedSentence(new Sentence([.. each.Select((_, index) => $"w{index}")], gold), s_tags, ids, confidences);
    }
}
