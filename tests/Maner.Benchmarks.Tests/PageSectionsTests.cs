using Maner.Benchmarks.Peers;
using Xunit;

namespace Maner.Benchmarks.Tests;

public sealed class PageSectionsTests
{
    private const string Page = "# Title\n\nIntroduction.\n\n## One\n\nOld one.\n\n### Below\n\nOld below.\n\n## Two\n\nOld two.\n";

    [Fact]
    public void A_section_takes_the_place_of_its_namesake_with_all_that_is_below_it() =>
        Assert.Equal("# Title\n\nIntroduction.\n\n## One\n\nNew.\n\n## Two\n\nOld two.\n", PageSections.Replace(Page, "## One\n\nNew.\n\n"));

    [Fact]
    public void The_last_section_can_be_replaced() =>
        Assert.Equal("# Title\n\nIntroduction.\n\n## One\n\nOld one.\n\n### Below\n\nOld below.\n\n## Two\n\n### New\n", PageSections.Replace(Page, "## Two\n\n### New\n"));

    [Fact]
    public void A_new_section_comes_last() => Assert.Equal(Page + "\n## Three\n\nNew.\n", PageSections.Replace(Page, "## Three\n\nNew.\n"));

    [Fact]
    public void What_is_no_section_is_refused() => Assert.Throws<ArgumentException>(() => PageSections.Replace(Page, "New."));
}
