using System.Text.RegularExpressions;
using Maner.Cli.Tests.Architecture;
using Maner.Cli.Views;
using Maner.Ner;
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
        Assert.Equal("Delete it, and --resume begins from the start.", Flags.InText("Delete it, and TrainerOptions.Resume begins from the start."));
        Assert.Equal("get it (maner models get an/other) and copy", Flags.InText("get it (ModelHub.GetAsync(\"an/other\")) and copy"));
        Assert.Equal("A model that is in the cache needs no network (maner models list).", Flags.InText("A model that is in the cache needs no network."));
        Assert.Equal("Make room (maner models list shows what is there, maner models remove removes), or", Flags.InText("Make room, or"));
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
        Assert.DoesNotContain(named.Append(CallerOptions.Overwrite).Append(CallerOptions.Resume).Append(CallerOptions.StartFrom), name => !Flags.InText(name).Contains("--", StringComparison.Ordinal));

        static string Last(string name) => name.Split('.')[^1];
    }

    [Fact]
    public void A_message_of_a_library_names_no_command()
    {
        // Experiments, and names of the hub in the place of folders, are the command line's alone.
        string[] found =
        [
            .. SourceFile.All.Where(file => file.Project is not ("Maner.Cli" or "Maner.Experiments") && file.Name != "HubSource.cs").SelectMany(file => file.Text.Split('\n'), (file, line) => (file.Path, Line: line.Trim()))
                .Where(line => !line.Line.StartsWith("//", StringComparison.Ordinal) && CommandName().IsMatch(line.Line)).Select(line => $"{line.Path}: {line.Line}"),
        ];
        Assert.Empty(found);
    }

    [GeneratedRegex(@"\bmaner (train|evaluate|predict|compare|data|models|tokenize|pretrain|experiment)\b|\buse predict\b")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"\{nameof\(([\w.]+)\)\}\.\{nameof\(([\w.]+)\)\}")]
    private static partial Regex QualifiedName();
}
