using Maner.Hub.Protocol;

namespace Maner.Hub.Downloads;

/// <summary>Whether files fit on a disk, before anything of them is fetched.</summary>
internal static class DiskSpace
{
    /// <summary>What to do where there is too little room.</summary>
    public const string RoomHint = "Make room";

    private const long Spare = 16 << 20; // folders, links, and what else writes meanwhile
    private const int NoSpace = 28; // ENOSPC of Linux and macOS
    private const int Quota = 122; // EDQUOT of Linux
    private const int WindowsFull = unchecked((int)0x80070070);

    /// <summary>Free bytes where a folder is; null where the system does not say.</summary>
    public static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Refuses what does not fit.</summary>
    /// <exception cref="HubException">There is too little room.</exception>
    public static void Require(long bytes, string model, string folder, Func<string, long?> free)
    {
        if (bytes > 0 && free(folder) is { } there && there < bytes + Spare)
        {
            throw new HubException(
                $"{folder}: expected {Sizes.Text(bytes + Spare)} of free disk for '{model}', found {Sizes.Text(there)}. {RoomHint}, or name a folder of another disk with HF_HUB_CACHE.");
        }
    }

    /// <summary>Whether a write failed since the disk is full.</summary>
    public static bool IsFull(IOException error) => error.HResult is NoSpace or Quota or WindowsFull;
}
