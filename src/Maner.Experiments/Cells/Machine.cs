using System.Runtime.InteropServices;
using Maner.Tensors;

namespace Maner.Experiments.Cells;

/// <summary>Where a cell was trained.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="System">The operating system.</param>
/// <param name="Processor">The processor's model, where the system tells.</param>
/// <param name="Cores">Processors that the process might use.</param>
/// <param name="VectorBits">The vectors that the matrix products use (<see cref="VectorWidth.Bits"/>); 0 for none.</param>
internal sealed record Machine(string Host, string System, string? Processor, int Cores, int VectorBits)
{
    /// <summary>This machine.</summary>
    public static Machine Here => new(
        Environment.MachineName, RuntimeInformation.OSDescription, ProcessorName(), Environment.ProcessorCount, VectorWidth.Bits);

    private static string? ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        string? line = global::System.IO.File.Exists(File)
            ? global::System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
