using System.Diagnostics;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Runs the program in process.</summary>
internal static class Cli
{
    public static (int Code, string Output, string Error) Run(IReadOnlyList<string> args, string input = "")
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        int code = CliApp.Run(args, output, error, reader);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program as a process of its own: working folder and environment are all tests' in this one.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="variable">A variable of its environment.</param>
    /// <param name="value">What that is; null for not set.</param>
    /// <param name="args">The command line.</param>
    public static (int Code, string Error) RunProcess(string folder, string variable, string? value, IReadOnlyList<string> args) =>
        RunProcess(folder, variable, value, args, out _);

    /// <summary>The same, and what it wrote.</summary>
    public static (int Code, string Error) RunProcess(string folder, string variable, string? value, IReadOnlyList<string> args, out string output)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "maner"), args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> written = process.StandardOutput.ReadToEndAsync(); // emptied while it runs, and kept out of what the tests print
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output = written.GetAwaiter().GetResult();
        return (process.ExitCode, error);
    }

    /// <summary>Starts the program as a process of its own and sends it a signal as soon as a file has content; skips the running test where that cannot be.</summary>
    /// <param name="signal">Its name for <c>kill</c>: <c>TERM</c>.</param>
    /// <param name="file">The file that shows that the run has begun.</param>
    /// <param name="args">The command line.</param>
    public static (int Code, string Error) Signalled(string signal, string file, IReadOnlyList<string> args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        Assert.SkipWhen(signal == "INT" && IsInterruptIgnored(), "The tests run in the background of a shell, where interrupts are ignored and children inherit that.");
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "maner"), args) { RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            var clock = Stopwatch.StartNew();
            while (!File.Exists(file) || new FileInfo(file).Length == 0)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1) && !process.HasExited, "the run does not begin");
                Thread.Sleep(5);
            }

            Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"{signal} did not end the run within a minute");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, error.GetAwaiter().GetResult());
    }

    /// <summary>Whether this process was started with SIGINT ignored (bit 1 of the mask in /proc/self/status).</summary>
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        string? mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return mask is not null && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & 2) != 0;
    }
}
