using Maner.Text.Repairs;
using Xunit;

namespace Maner.Text.Tests.Repairs;

public sealed class CountedTests
{
    [Theory]
    [InlineData(1, "sentence", "1 sentence")]
    [InlineData(0, "sentence", "0 sentences")]
    [InlineData(2, "entity", "2 entities")]
    [InlineData(1, "entity", "1 entity")]
    [InlineData(3, "training day", "3 training days")]
    public void One_is_not_many(int count, string noun, string expected) => Assert.Equal(expected, Counted.Of(count, noun));
}
