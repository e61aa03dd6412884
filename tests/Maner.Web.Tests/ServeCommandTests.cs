using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Maner.Testing;
using Xunit;

namespace Maner.Web.Tests;

/// <summary>The command as a process: the line that it prints, a request, and a signal.</summary>
public sealed partial class ServeCommandTests
{
    [Fact]
    public async Task The_command_prints_where_it_listens_answers_and_ends_in_order_when_told_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using Process process = Start(["serve", "--model", "first=mini-ner", "--port", "0", "--log-requests"]);
        try
        {
            string line = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
            Assert.Matches("^Serving first \\(version [0-9a-f]{12}\\) at http://127.0.0.1:[0-9]+; end with Ctrl-C\\.$", line);
            using var client = new HttpClient { BaseAddress = new Uri(Address().Match(line).Value) };
            using var content = new StringContent($$"""{"text":"{{string.Join("\\n", Enumerable.Repeat("Angela Merkel besuchte gestern München.", 2000))}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            Task<HttpResponseMessage> slow = client.PostAsync(new Uri("/tag", UriKind.Relative), content, TestContext.Current.CancellationToken);
            while (!(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Contains("maner_queue_requests{model=\"first\"} 1", StringComparison.Ordinal))
            {
                Assert.False(slow.IsCompleted, "the request was too quick to be in flight");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            using HttpResponseMessage response = await slow;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(2000, LocEntities().Count(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), "it does not end");
            Assert.Equal(0, process.ExitCode);
            string log = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Matches("info(rmation)? POST /tag 200 [0-9.]+ ms", log);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Theory]
    [InlineData("Required|--model", "serve", "--port", "0")]
    [InlineData("can be reached from other machines: expected a token or users", "serve", "--model", "mini-ner", "--host", "0.0.0.0", "--port", "0")]
    [InlineData("--host: expected an address such as 127.0.0.1", "serve", "--model", "mini-ner", "--host", "example.org", "--port", "0")]
    [InlineData("Model 'nothing': expected", "serve", "--model", "nothing", "--port", "0")]
    [InlineData("found two called 'a'", "serve", "--model", "a=mini-ner", "--model", "a=mini-ner", "--port", "0")]
    [InlineData("--certificate|expected the file of a certificate", "serve", "--model", "mini-ner", "--certificate", "missing.pem", "--port", "0")]
    [InlineData("--queue: expected a number of at least 1, found 0", "serve", "--model", "mini-ner", "--queue", "0", "--port", "0")]
    [InlineData("Port: expected a number from 0|--port", "serve", "--model", "mini-ner", "--port", "70000")]
    public void What_makes_no_sense_is_refused_in_one_message(string expected, params string[] args)
    {
        using var error = new StringWriter { NewLine = "\n" };

        int code = Cli.CliApp.Run(args, TextWriter.Null, error, TextReader.Null);

        Assert.Equal(2, code);
        Assert.Contains(expected.Split('|'), part => error.ToString().Contains(part, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    private static Process Start(IReadOnlyList<string> args) =>
        Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "maner"), args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SharedFiles.Repository })!;

    [GeneratedRegex("http://127.0.0.1:[0-9]+")]
    private static partial Regex Address();

    [GeneratedRegex("\"type\":\"LOC\"")]
    private static partial Regex LocEntities();
}
