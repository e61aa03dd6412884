using Maner.Cli;
using Maner.Cli.Views;
using Maner.Testing;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary><c>maner annotate PROJECT</c> as a command: it prints the address, serves the page, and ends in order.</summary>
public sealed class AnnotateServerCommandTests
{
    [Fact]
    public async Task It_imports_serves_and_ends_when_interrupted()
    {
        using var folder = new TemporaryFolder();
        string text = folder.File("habari.txt"), project = folder.File("habari.db");
        await File.WriteAllTextAsync(text, "Asha anaishi Tanga.\nJuma anaishi Moshi.\n");
        (int code, string output, string error) = await RunAsync(["annotate", project, "--text", text, "--types", "PER,LOC", "--port", "0", "--no-browser", "--no-learning"], PageAsync);
        Assert.Equal((ExitCode.Success, ""), (code, error.Contains("defect", StringComparison.Ordinal) ? error : ""));
        Assert.Contains("2 sentences", error, StringComparison.Ordinal);
        Assert.StartsWith("http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("habari.db.lock", folder.Names);

        // What was imported is not imported again, and types are those of the project.
        (_, _, error) = await RunAsync(["annotate", project, "--text", text, "--port", "0", "--no-browser", "--no-learning"], PageAsync);
        Assert.Contains("not imported again", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(["annotate", project, "--types", "PER", "--port", "0", "--no-browser", "--no-learning"], null);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("expected the types that the project has (PER, LOC), found PER", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_has_sentences_types_and_guidelines()
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = await RunAsync(["annotate", folder.File("demo.db"), "--demo", "--port", "0", "--no-browser", "--no-learning"], async address =>
        {
            using var client = new HttpClient();
            await client.GetStringAsync(address + "session");
            string project = await client.GetStringAsync(address + "api/project");
            Assert.Contains("\"total\":110", project, StringComparison.Ordinal);
            Assert.Contains("Benki Kuu ya Tanzania", project, StringComparison.Ordinal);
        });
        Assert.True(code == ExitCode.Success, error);
    }

    [Theory]
    [InlineData("--host", "0.0.0.0", "users")]
    [InlineData("--host", "nowhere", "expected an address")]
    [InlineData("--port", "70000", "expected a number from 0")]
    [InlineData("--text", "no-such-file.txt", "no such file")]
    [InlineData("--model", "no-such-model", "no-such-model")]
    [InlineData("--strategy", "no-such-strategy", "no-such-strategy")]
    [InlineData("--types", "A,A", "A")]
    public async Task What_makes_no_sense_is_refused_with_a_word(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = await RunAsync(["annotate", folder.File("a.db"), option, value, "--no-browser", .. option == "--port" ? (string[])[] : ["--port", "0"]], null);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static async Task PageAsync(string address)
    {
        using var client = new HttpClient();
        Assert.Contains("/js/main.js", await client.GetStringAsync(address), StringComparison.Ordinal);
    }

    /// <summary>Runs a command; once it has printed its address, looks at the page and interrupts it.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args, Func<string, Task>? look)
    {
        using var end = new CancellationTokenSource();
        var output = new StringWriter();
        var error = new StringWriter();
        var context = new CliContext(TextWriter.Synchronized(output), TextWriter.Synchronized(error), TextReader.Null, isTerminal: false, isInputTerminal: false, end.Token);
        Task<int> running = Task.Run(() => CliApp.Run(args, context), CancellationToken.None);
        if (look is not null)
        {
            while (!output.ToString().Contains('\n', StringComparison.Ordinal) && !running.IsCompleted)
            {
                await Task.Delay(20, CancellationToken.None);
            }

            Assert.False(running.IsCompleted, error.ToString());
            await look(output.ToString().Trim());
        }

        await end.CancelAsync();
        return (await running.WaitAsync(TimeSpan.FromSeconds(30)), output.ToString(), error.ToString());
    }
}
