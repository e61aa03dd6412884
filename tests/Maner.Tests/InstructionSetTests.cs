using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Maner.Tests.Experiments.Clusters;
using Maner.Tests.Model.Storage;
using Maner.Tests.Support;
using Xunit;

namespace Maner.Tests;

/// <summary>Runs the whole suite again in processes whose runtime has fewer vector instructions, side by side.</summary>
public sealed class InstructionSetTests(InstructionSetTests.Suites suites, ITestOutputHelper output) : IClassFixture<InstructionSetTests.Suites>
{
    /// <summary>Names the hash of <see cref="TinyTraining"/> that a child process must reproduce.</summary>
    public const string ExpectedHash = "MANER_EXPECT_HASH";

    [Fact]
    public void The_whole_suite_with_256_bit_vectors() => Check(suites.With256Bits);

    [Fact]
    public void The_whole_suite_without_vector_instructions() => Check(suites.WithoutVectors);

    private void Check(Suite? suite)
    {
        if (suite is null)
        {
            Assert.Skip(Suites.IsRestricted ? "This process is itself one with restricted instructions." : "This processor has no such vectors, so there is nothing to switch off.");
            return;
        }

        string report = suite.Wait();

        output.WriteLine(report.TrimEnd().Split('\n')[^1].Trim());
        Assert.True(suite.ExitCode == 0, report);
        XElement[] passed = [.. XDocument.Load(suite.Results).Descendants("test").Where(test => (string?)test.Attribute("result") == "Pass")];
        Assert.True(passed.Length > 1000, report);
        Assert.Contains(nameof(VectorWidthTests.The_width_is_the_one_that_was_asked_for), passed.Select(test => (string?)test.Attribute("method")));
        Assert.Contains(nameof(Model.DeterminismTests.Parameters_have_the_same_hash_for_any_number_of_threads), passed.Select(test => (string?)test.Attribute("method")));
    }

    /// <summary>The processes: both are started before the first is waited for.</summary>
    public sealed class Suites : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Suites()
        {
            if (!IsRestricted)
            {
                With256Bits = VectorWidthTests.Width > 256 ? new Suite(256, "DOTNET_EnableAVX512", _folder.File("256.xml")) : null;
                WithoutVectors = VectorWidthTests.Width > 128 ? new Suite(128, "DOTNET_EnableHWIntrinsic", _folder.File("128.xml")) : null;
            }
        }

        /// <summary>Whether this process is such a child.</summary>
        public static bool IsRestricted => Environment.GetEnvironmentVariable(VectorWidthTests.ExpectedWidth) is not null;

        public Suite? With256Bits { get; }

        public Suite? WithoutVectors { get; }

        public void Dispose()
        {
            With256Bits?.Dispose();
            WithoutVectors?.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>This program in another process.</summary>
    public sealed class Suite : IDisposable
    {
        private readonly Process _process;
        private readonly Task<string> _report;

        public Suite(int width, string switchedOff, string results)
        {
            string program = Path.Combine(AppContext.BaseDirectory, "Maner.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
            var start = new ProcessStartInfo(program, ["-xml", results, "-noLogo", "-noColor", "-maxThreads", "2"]) { RedirectStandardOutput = true };
            start.Environment[switchedOff] = "0";
            start.Environment[VectorWidthTests.ExpectedWidth] = width.ToString(CultureInfo.InvariantCulture);
            start.Environment.Remove(ClusterScript.Asked); // once is enough
            start.Environment[ExpectedHash] = TinyTraining.Hash(threads: 2);
            Results = results;
            _process = Process.Start(start)!;
            _report = _process.StandardOutput.ReadToEndAsync();
        }

        /// <summary>The file of its results.</summary>
        public string Results { get; }

        public int ExitCode => _process.ExitCode;

        /// <summary>Waits for its end.</summary>
        /// <returns>What it wrote.</returns>
        public string Wait()
        {
            Assert.True(_process.WaitForExit(TimeSpan.FromHours(1)), "The process has not come to its end in an hour.");
            return _report.GetAwaiter().GetResult();
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }
    }
}
