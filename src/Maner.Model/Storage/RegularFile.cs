using System.Runtime.InteropServices;

namespace Maner.Model.Storage;

/// <summary>
/// Guards what a model is read from: regular files alone. A named pipe would keep the reader waiting for ever, and a device such as
/// <c>/dev/zero</c> has no end; a pointer of Git LFS, which stands where the content was not fetched, is said to be one.
/// </summary>
internal static partial class RegularFile
{
    private const int TypeMask = 0xF000, Regular = 0x8000; // S_IFMT and S_IFREG of sys/stat.h, the same on every system
    private const int StatusBytes = 512; // more than the runtime's FileStatus takes
    private const int ModeAt = sizeof(int); // behind its flags
    private const int LargestPointer = 1024; // as Git LFS has it

    /// <summary>Refuses what is there and is no regular file, and pointers of Git LFS. What is not there is for the reader to say.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            return;
        }

        if (!IsRegular(path))
        {
            throw new InvalidDataException($"'{path}': expected a regular file, found a named pipe, a device or a socket. Copy the file itself to its place.");
        }

        if (new FileInfo(path).Length is > 0 and <= LargestPointer && IsPointer(path))
        {
            throw new InvalidDataException($"'{path}': expected the file itself, found {ForeignFile.Pointer}");
        }
    }

    /// <summary>Refuses such entries among all files of a folder that models are read from.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public static void RequireIn(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".json" or ".safetensors" or ".bin" or ".model" or ".txt").Order(StringComparer.Ordinal))
        {
            Require(file);
        }
    }

    private static bool IsPointer(string path)
    {
        Span<byte> start = stackalloc byte[64];
        try
        {
            using FileStream stream = File.OpenRead(path);
            return ForeignFile.IsPointer(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // who needs the file says why it cannot be read
        }
    }

    private static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            Span<byte> status = stackalloc byte[StatusBytes];
            return Stat(Path.GetFullPath(path), ref MemoryMarshal.GetReference(status)) != 0 || (MemoryMarshal.Read<int>(status[ModeAt..]) & TypeMask) == Regular;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return true; // another runtime: reading tells
        }
    }

    // .NET does not say what kind of file a path is; its own library, which it asks, has the same layout on every system.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, ref byte status);
}
