using System.Diagnostics;

namespace Maner.Experiments.Running;

/// <summary>How to start this program again as a worker.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before the command.</param>
internal sealed record WorkerProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The running program: its own executable, or <c>dotnet</c> with its assembly.</summary>
    public static WorkerProgram Current
    {
        get
        {
            string process = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell which program this is.");
            return Path.GetFileNameWithoutExtension(process) == "dotnet"
                ? new WorkerProgram(process, [Path.GetFullPath(Environment.GetCommandLineArgs()[0])])
                : new WorkerProgram(process, []);
        }
    }

    /// <summary>Starts a worker; what it says is for the caller to read.</summary>
    internal Process Start(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(FileName, [.. Arguments, .. command]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"The system started no process for {FileName}.");
        process.StandardInput.Close();
        return process;
    }
}
