using System.Text.Json.Nodes;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class CompareCommandTests(CliModel model) : IClassFixture<CliModel>
{
    [Fact]
    public void One_table_shows_every_method_and_another_their_differences()
    {
        using var folder = new TemporaryFolder();
        string target = folder.File("results");

        (int code, string output, string error) = Compare("--test", CliModel.TestFile, "--seeds", "2", "--out", target);

        Assert.Equal(0, code);
        Assert.Contains("18 training sentences, 1 update a run, 2 seeds; scores on test, 50 sentences", output, StringComparison.Ordinal);
        string[] lines = output.Split('\n');
        Assert.All(["token", "random-mask", "maner", "rand"], method => Assert.Contains(lines, line => line.StartsWith(method + " ", StringComparison.Ordinal)));
        Assert.All(["token", "random-mask", "rand"], other => Assert.Matches(
            "(not distinguishable|is better)$", lines.Single(line => line.StartsWith($"maner − {other} ", StringComparison.Ordinal))));

        // A line a finished run, and with one update every run has collapsed: each is marked and named.
        string[] progress = [.. error.Split('\n').Where(line => line.Contains("/8  ", StringComparison.Ordinal))];
        Assert.Equal(8, progress.Length);
        Assert.All(progress, line => Assert.EndsWith("COLLAPSED", line, StringComparison.Ordinal));
        Assert.Equal(8, error.Split('\n').Count(line => line.StartsWith("Warning: ", StringComparison.Ordinal)));
        Assert.Equal(4, lines.Count(line => line.EndsWith("2 of 2", StringComparison.Ordinal)));

        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(target, "comparison.json")))!;
        Assert.Equal(8, json["runs"]!.AsArray().Count);
        Assert.Equal(2, Compare("--test", CliModel.TestFile, "--out", target).Code);
    }

    [Fact]
    public void Json_has_the_methods_asked_for_with_the_first_as_reference_where_maner_is_not_among_them()
    {
        (int code, string output, _) = Compare("--dev", CliModel.TestFile, "--seeds", "7,9", "--methods", "rand,token", "--json");

        Assert.Equal(0, code);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal("dev", (string?)json["scored_on"]);
        Assert.Equal(["rand 7", "token 7", "rand 9", "token 9"], json["runs"]!.AsArray().Select(run => $"{run!["method"]} {run["seed"]}"));
        Assert.Equal("rand", (string?)json["differences"]![0]!["reference"]);
    }

    private (int Code, string Output, string Error) Compare(params string[] options) =>
        Cli.Run(["compare", "--train", model.TrainFile, "--encoder", model.Encoder, .. CliModel.Quick, .. options]);
}
