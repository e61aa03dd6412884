using System.Globalization;

namespace Maner.Cli.Views;

/// <summary>What is said where there is not enough memory: how much was wanted for what, how much there is, and what to do.</summary>
internal static class MemoryShortage
{
    /// <summary>The message.</summary>
    /// <param name="shortage">The failed request; its message says how much for what, where it is one of ours.</param>
    public static string Describe(OutOfMemoryException shortage)
    {
        string wanted = shortage.Message.Contains(" wanted ", StringComparison.Ordinal) ? shortage.Message : "The runtime asked for more than there is.";
        return string.Create(CultureInfo.InvariantCulture,
            $"Not enough memory. {wanted} The process has {Environment.WorkingSet / 1e6:F0} MB, and may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e6:F0} MB of the machine or its container; " +
            $"a limit of the shell (ulimit -v) comes on top. Use smaller batches (--batch-size), fewer threads (--threads), a smaller model or file, or a machine with more memory.");
    }
}
