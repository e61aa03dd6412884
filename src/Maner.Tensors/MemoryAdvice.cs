using System.Runtime.InteropServices;

namespace Maner.Tensors;

/// <summary>Advice to Linux about memory. Elsewhere, and where the system refuses, nothing happens: only speed and memory depend on it.</summary>
internal static unsafe partial class MemoryAdvice
{
    /// <summary>Bytes of a huge page on x86-64, and on 64-bit Arm with 4 KiB pages.</summary>
    internal const nuint HugePageSize = 2 << 20;

    private const int DontNeed = 4; // MADV_DONTNEED and MADV_HUGEPAGE of linux/mman.h
    private const int HugePage = 14;

    /// <summary>Pages of a file that is mapped for reading are not needed for now; they are read again when touched.</summary>
    /// <param name="start">First byte.</param>
    /// <param name="bytes">Number of bytes; pages that lie only partly in this range stay.</param>
    public static void ForgetMappedFile(void* start, nint bytes)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint first = ((nuint)start + page - 1) / page * page, end = ((nuint)start + (nuint)bytes) / page * page;
        if (OperatingSystem.IsLinux() && end > first)
        {
            _ = Madvise((void*)first, end - first, DontNeed);
        }
    }

    /// <summary>Pages of 2 MiB: the first touch of a large buffer is several times cheaper, and a matrix needs few entries of the address cache (TLB).</summary>
    internal static void UseHugePages(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Madvise(start, bytes, HugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(void* start, nuint bytes, int advice);
}
