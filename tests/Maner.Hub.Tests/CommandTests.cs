using System.Text.Json;
using Maner.Cli;
using Maner.Cli.Views;
using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary><c>maner models</c> and names of the hub in other commands, in process.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Get_path_verify_remove()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Assert.Equal((1, ""), Two(Run(hub, "models path xlm-roberta-base")));
        (int code, string folder, string error) = Run(hub, "models get xlm-roberta-base");
        Assert.True(code == 0, error);
        hub.AssertWhole(folder.TrimEnd());
        Assert.Equal((0, folder), Two(Run(hub, $"models path {HubFixture.Model}")));
        Assert.Equal((0, $"{HubFixture.Model}: 4 of 4 files right (321 kB)\n"), Two(Run(hub, "models verify")));

        File.WriteAllText(Path.Combine(folder.TrimEnd(), "config.json"), "{}");
        (code, string output, _) = Run(hub, "models verify xlm-roberta-base an/other");
        Assert.Equal(1, code);
        Assert.Contains("3 of 4 files right", output, StringComparison.Ordinal);
        Assert.Contains("config.json: expected the file as the hub has it, found that its content has another hash than its name. Fetch the model again: maner models remove", output, StringComparison.Ordinal);

        Assert.Contains(HubFixture.Model, Run(hub, "models list").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(hub, "models remove xlm-roberta-base").Code);
        Assert.Equal(1, Run(hub, "models remove xlm-roberta-base").Code);
    }

    [Theory]
    [InlineData("models get glot50", "found neither. Did you mean 'glot500'?")]
    [InlineData("models get a/b/c", "Model 'a/b/c': expected OWNER/NAME")]
    [InlineData("models get no/such", "expected a model 'no/such', found none, or a private one")]
    [InlineData("tokenize --encoder no/such", "Model 'no/such': no folder of this name is here; as a model of the hub: ")]
    [InlineData("predict --model runs/typo", "Model 'runs/typo': no folder of this name is here; as a model of the hub: ")]
    [InlineData("tokenize --encoder glot50", "or OWNER/NAME of a model of the Hugging Face hub, or the short name of one (maner models list), found none")]
    public async Task What_is_not_there_ends_with_2(string line, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        (int code, string output, string error) = Run(hub, line);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_what_loads_and_what_is_here()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Run(hub, "models get xlm-roberta-base");
        Directory.CreateDirectory(Path.Combine(hub.Cache, "models--some--thing", "blobs"));
        File.WriteAllBytes(Path.Combine(hub.Cache, "models--some--thing", "blobs", "x.incomplete"), new byte[1000]);

        using var json = JsonDocument.Parse(Run(hub, "models list --json").Output);
        Dictionary<string, JsonElement> rows = json.RootElement.GetProperty("models").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
        Assert.True(rows["xlm-roberta-base"].GetProperty("is_whole").GetBoolean());
        Assert.True(rows["xlm-roberta-base"].GetProperty("bytes").GetInt64() > 320_000);
        Assert.False(rows["some/thing"].GetProperty("is_whole").GetBoolean());
        Assert.Equal("ModernBERT", rows["mmbert-small"].GetProperty("family").GetString());
        Assert.False(rows["glot500"].TryGetProperty("bytes", out _));
        Assert.True(rows["mini"].GetProperty("is_whole").GetBoolean());
        Assert.Contains("1.00 kB (not whole)", Run(hub, "models list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_that_cannot_be_loaded_is_refused_before_its_weights_come()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        HubFixture.Fill(hub.Hub.Add("some/gpt"), 1000);
        hub.Hub.Add("some/gpt").With("config.json", "{\"model_type\": \"gpt2\"}");

        (int code, _, string error) = Run(hub, "tokenize --encoder some/gpt");
        Assert.Equal(2, code);
        Assert.Contains("model_type", error, StringComparison.Ordinal);
        Assert.Equal(0, hub.Hub.CdnBytes);
        (code, _, error) = Run(hub, "models get some/gpt"); // but who asks for the files gets them
        Assert.Equal(0, code);
        Assert.Contains("Note: this version cannot load it: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundled_model_is_named_as_one()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Assert.EndsWith("mini\n", Run(hub, "models get mini").Output, StringComparison.Ordinal);
        Assert.EndsWith("mini\n", Run(hub, "models path mini").Output, StringComparison.Ordinal);
        Assert.Contains("Model 'mini' comes with the program: expected a model of the Hugging Face hub", Run(hub, "models remove mini").Error, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Requests);
    }

    [Fact]
    public void A_bar_shows_size_speed_and_time_left()
    {
        var clock = new Clock();
        using var error = new StringWriter { NewLine = "\n" };
        var view = new DownloadView(new CliContext(TextWriter.Null, error, TextReader.Null, isTerminal: false, isInputTerminal: false, CancellationToken.None, isErrorTerminal: true), clock);
        for (int second = 0; second <= 4; second++)
        {
            view.Progress(new DownloadProgress("model.safetensors", 200_000_000 + (second * 200_000_000L), 1_000_000_000, second * 200_000_000L));
            clock.Seconds++;
        }

        string[] shown = error.ToString().Split('\r');
        Assert.All(shown, line => Assert.InRange(line.TrimEnd().Length, 0, 79));
        Assert.Equal("model.safetensors [##----------] 20% of 1.00 GB", shown[1]);
        Assert.Equal("model.safetensors [#######-----] 60% of 1.00 GB, 200 MB/s, 0:02 left", shown[3].TrimEnd());
        Assert.Equal("model.safetensors [############] 100% of 1.00 GB, 200 MB/s\n", shown[5].Replace("  ", "", StringComparison.Ordinal).Replace(" \n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_terminal_there_are_some_lines()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var view = new DownloadView(new CliContext(TextWriter.Null, error, TextReader.Null, isTerminal: false, isInputTerminal: false, CancellationToken.None));
        for (int part = 1; part <= 10_000; part++)
        {
            view.Progress(new DownloadProgress("model.safetensors", part * 1000L, 10_000_000, part * 1000L));
        }

        view.Progress(new DownloadProgress("model.safetensors", 10_000_000, 10_000_000, 10_000_000)); // told again when the file is whole
        Assert.Equal(10, error.ToString().Count(letter => letter == '\n'));
        Assert.DoesNotContain("\r", error.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, string Output) Two((int Code, string Output, string Error) all) => (all.Code, all.Output);

    private static (int Code, string Output, string Error) Run(HubFixture hub, string line)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("");
        var context = new CliContext(output, error, input, isTerminal: false, isInputTerminal: false, HubFixture.Token) { Variable = name => hub.Environment.GetValueOrDefault(name) };
        int code = CliApp.Run(line.Split(' '), context);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; } = 1;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
