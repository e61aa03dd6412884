using Xunit;

namespace Maner.Training.Tests;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void It_rises_to_its_peak_and_falls_linearly_without_reaching_zero()
    {
        var schedule = new LearningRateSchedule(peak: 8, warmUpSteps: 4, steps: 12);
        Assert.Equal([2, 4, 6, 8, 8, 7, 6, 5, 4, 3, 2, 1], Enumerable.Range(0, 12).Select(schedule.At));
    }

    [Fact]
    public void Without_warm_up_it_starts_at_its_peak() =>
        Assert.Equal([6f, 4, 2], Enumerable.Range(0, 3).Select(new LearningRateSchedule(6, 0, 3).At));

    [Fact]
    public void A_run_that_is_all_warm_up_never_divides_by_zero() =>
        Assert.Equal([2f, 4, 6], Enumerable.Range(0, 3).Select(new LearningRateSchedule(6, 3, 3).At));
}
