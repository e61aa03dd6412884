using System.ComponentModel;
using System.Diagnostics;

namespace Maner.Experiments.Clusters;

/// <summary>Runs a cluster's own programs: sbatch, squeue, sacct, kubectl.</summary>
internal static class ClusterTool
{
    /// <summary>Runs a program; null when there is none of that name.</summary>
    public static (int Code, string Output, string Error)? Run(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
