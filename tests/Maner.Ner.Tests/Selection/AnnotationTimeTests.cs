using Maner.Ner.Selection;
using Xunit;

namespace Maner.Ner.Tests.Selection;

public sealed class AnnotationTimeTests
{
    [Fact]
    public void Without_a_log_it_is_the_start_value() => Assert.Equal(AnnotationTime.Default, AnnotationTime.Fit([new TimedSentence(5, 1, 0)]));

    [Fact]
    public void A_long_log_is_followed()
    {
        AnnotationTime time = AnnotationTime.Fit(Log(3000, words => words % 4, (words, entities) => 1 + (0.2 * words) + (6 * entities)));

        Assert.Equal(1, time.Sentence, 0.15);
        Assert.Equal(0.2, time.Word, 0.02);
        Assert.Equal(6, time.Entity, 0.1);
    }

    [Fact]
    public void A_short_log_scales_the_start_value()
    {
        AnnotationTime time = AnnotationTime.Fit(Log(3, words => words % 2, (words, entities) => 2 * AnnotationTime.Default.Seconds(words, entities)));

        Assert.Equal(2 * AnnotationTime.Default.Sentence, time.Sentence, 1e-9);
        Assert.Equal(2 * AnnotationTime.Default.Word, time.Word, 1e-9);
        Assert.Equal(2 * AnnotationTime.Default.Entity, time.Entity, 1e-9);
    }

    [Fact]
    public void Lunch_is_no_habit()
    {
        IEnumerable<TimedSentence> log = Log(100, words => words % 3, AnnotationTime.Default.Seconds);
        AnnotationTime time = AnnotationTime.Fit(log.Append(new TimedSentence(10, 0, 3600)));
        Assert.InRange(time.Seconds(10, 1), 0.9 * AnnotationTime.Default.Seconds(10, 1), 1.1 * AnnotationTime.Default.Seconds(10, 1));
    }

    [Fact]
    public void No_part_is_below_zero_and_every_sentence_takes_time()
    {
        AnnotationTime time = AnnotationTime.Fit(Log(500, words => words % 4, (words, entities) => Math.Max(0.5, 30 - words))); // longer is faster: nonsense that a log may say
        Assert.True(time.Sentence > 0 && time.Word >= 0 && time.Entity >= 0);
        Assert.True(AnnotationTime.Fit(Log(500, _ => 0, (words, _) => words)).Sentence > 0);
    }

    private static IEnumerable<TimedSentence> Log(int count, Func<int, int> entities, Func<double, double, double> seconds) =>
        Enumerable.Range(0, count).Select(index => 3 + (index * 7 % 25)).Select(words => new TimedSentence(words, entities(words), seconds(words, entities(words))));
}
