using System.Diagnostics;

namespace Maner.Benchmarks.Peers;

/// <summary>Programs that measure in a process of their own, so that neither memory nor a warm state passes from one to the next.</summary>
internal static class ChildProcess
{
    /// <summary>This program.</summary>
    public static string Self => Environment.ProcessPath ?? throw new InvalidOperationException("This process has no program file.");

    /// <summary>Runs a program and returns the lines of its standard output.</summary>
    /// <exception cref="InvalidOperationException">It failed; its last words are in the message.</exception>
    public static IReadOnlyList<string> Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = PeerFolder.Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(
                $"'{program} {string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}: {string.Join(' ', errors.Result.Split('\n').TakeLast(6)).Trim()}");
    }
}
