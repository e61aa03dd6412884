using System.Runtime.InteropServices;

namespace Maner.Model.Storage;

/// <summary>
/// The descriptors 0, 1 and 2 of the process. Where a shell closed one, the runtime's own files take its number, and reading or writing it would hang or
/// do harm.
/// </summary>
internal static partial class StandardDescriptor
{
    private const int GetFlags = 1; // F_GETFD of fcntl.h
    private const int CloseOnExec = 1; // FD_CLOEXEC: no inherited descriptor has it, all of the runtime's own have

    /// <summary>Whether nobody gave this process the descriptor.</summary>
    public static bool IsClosed(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        int flags = Control(descriptor, GetFlags);
        return flags < 0 || (flags & CloseOnExec) != 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, int command);
}
