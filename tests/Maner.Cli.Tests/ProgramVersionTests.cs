using System.Text.RegularExpressions;
using Maner.Cli.Views;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class ProgramVersionTests
{
    [Theory]
    [InlineData("0.2.0+1f0c9ab", "maner 0.2.0, commit 1f0c9ab")]
    [InlineData("0.3.0-rc.1+1f0c9ab", "maner 0.3.0-rc.1, commit 1f0c9ab")]
    [InlineData("0.2.0", "maner 0.2.0, commit unknown")]
    [InlineData("0.2.0+", "maner 0.2.0, commit unknown")]
    public void A_build_without_a_commit_says_so(string informational, string expected) =>
        Assert.Equal(expected, ProgramVersion.Parse(informational).ToString());

    [Fact]
    public void The_program_prints_the_version_of_Directory_Build_props_and_a_commit()
    {
        string props = File.ReadAllText(Path.Combine(SharedFiles.Repository, "Directory.Build.props"));
        string version = Regex.Match(props, "<Version>(.+)</Version>").Groups[1].Value;

        (int code, string output, string error) = Cli.Run(["--version"]);

        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Matches($"^maner {Regex.Escape(version)}, commit ([0-9a-f]{{40}}|unknown)\n$", output);
    }
}
