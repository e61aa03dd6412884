using System.Diagnostics;

namespace Maner.Annotation.Learning;

/// <summary>How to start this program again as a child that does a job: <c>maner learn JOB.json</c>.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before the command.</param>
internal sealed record TrainingProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The command of the program that a child runs.</summary>
    public const string Command = "learn";

    /// <summary>The running program: its own executable, or <c>dotnet</c> with its assembly.</summary>
    public static TrainingProgram Current
    {
        get
        {
            string process = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell which program this is.");
            return Path.GetFileNameWithoutExtension(process) == "dotnet"
                ? new TrainingProgram(process, [Path.GetFullPath(Environment.GetCommandLineArgs()[0])])
                : new TrainingProgram(process, []);
        }
    }

    /// <summary>Starts a child. Its input stays open as long as this process lives: a child whose input ends, ends.</summary>
    public Process Start(string job)
    {
        var start = new ProcessStartInfo(FileName, [.. Arguments, Command, job]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        return Process.Start(start) ?? throw new TrainingFailedException($"The system started no process for {FileName}. Look whether it has memory left.");
    }
}
