using System.Runtime.InteropServices;

namespace Maner.Tensors;

/// <summary>
/// Asks Linux for pages of 2 MiB: the first touch of a large buffer is several times cheaper, and a matrix needs few entries of the address
/// cache (TLB). Elsewhere, and where the system refuses, nothing happens.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>Bytes of a huge page on x86-64, and on 64-bit Arm with 4 KiB pages.</summary>
    public const nuint Size = 2 << 20;

    private const int MadviseHugePage = 14; // MADV_HUGEPAGE of linux/mman.h

    public static void Advise(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Madvise(start, bytes, MadviseHugePage); // advice: an error costs nothing but speed
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(void* start, nuint bytes, int advice);
}
