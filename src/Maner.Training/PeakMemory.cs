using System.Diagnostics;

namespace Maner.Training;

/// <summary>What runs report of the process's memory.</summary>
internal static class PeakMemory
{
    /// <summary>Most memory that this process has had resident so far, in MiB.</summary>
    public static long Mib()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}
