using System.Diagnostics;

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
}
