using Maner.Benchmarks.Peers;
using Xunit;

namespace Maner.Benchmarks.Tests;

public sealed class ConclusionTests
{
    [Fact]
    public void The_first_lines_say_speed_targets_and_memory() => Assert.Equal(
        "**In three lines.** As fast as PyTorch in its fastest setting: training steps 2.3 to 5.4 times, predictions 1.5 times.\n" +
        "Of 2 targets of speed 1 are met; missed: large step (2.26 of 2.5).\n" +
        "Resident memory is 23 to 37 % of PyTorch's.",
        Conclusion.Of(
        [
            new("small step", "train", 5.36, 2.2, 0.227),
            new("large step", "train", 2.26, 2.5, 0.374),
            new("prediction", "predict", 1.51, null, 0.3),
        ]));

    [Fact]
    public void Without_PyTorch_there_is_nothing_to_conclude() => Assert.Null(Conclusion.Of([new("step", "train", double.NaN, 3, double.NaN)]));
}
