using System.Text.RegularExpressions;
using Maner.Cli.Tests.Architecture;
using Maner.Cli.Views;
using Xunit;

namespace Maner.Cli.Tests;

public sealed partial class FlagsTests
{
    [Fact]
    public void A_message_of_a_library_names_flags_on_the_command_line()
    {
        Assert.Equal("--epochs: expected from 1 to 1000000, found 0.", Flags.InText("TrainingOptions.Epochs: expected from 1 to 1000000, found 0."));
        Assert.Equal("either --tokens or --hours", Flags.InText("either PretrainingOptions.Tokens or PretrainingOptions.Hours"));
        Assert.Equal("--heads: expected", Flags.InText("EncoderShape.Heads: expected"));
        Assert.Equal("/data/Some.File: found Dr. No", Flags.InText("/data/Some.File: found Dr. No"));
    }

    [Fact]
    public void Every_property_that_a_message_of_a_library_names_has_a_flag()
    {
        string[] named =
        [
            .. SourceFile.All.Where(file => file.Project is not ("Maner.Cli" or "Maner.Library"))
                .SelectMany(file => QualifiedName().Matches(file.Text)).Select(match => $"{Last(match.Groups[1].Value)}.{Last(match.Groups[2].Value)}").Distinct(),
        ];

        Assert.True(named.Length > 10, $"{named.Length}");
        Assert.Contains("TrainingOptions.MinUpdates", named);
        Assert.DoesNotContain(named, name => !Flags.InText(name).StartsWith("--", StringComparison.Ordinal));

        static string Last(string name) => name.Split('.')[^1];
    }

    [GeneratedRegex(@"\{nameof\(([\w.]+)\)\}\.\{nameof\(([\w.]+)\)\}")]
    private static partial Regex QualifiedName();
}
