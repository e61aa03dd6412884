using Maner.Training;
using Xunit;

namespace Maner.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Equal(new TrainingOptions(), new TrainingOptions().Validated());

    [Theory]
    [InlineData(5f, "--learning-rate: expected above 0 and below 1, found 5.")]
    [InlineData(0f, "--learning-rate: expected above 0 and below 1, found 0.")]
    [InlineData(float.NaN, "--learning-rate: expected above 0 and below 1, found NaN.")]
    public void A_learning_rate_that_makes_no_sense_is_refused(float rate, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => new TrainingOptions { LearningRate = rate }.Validated()).Message);
}
