using System.Diagnostics;
using System.Text.Json;

namespace Maner.Experiments.Cells;

/// <summary>Who holds a cell, as its lock file says.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process number there.</param>
/// <param name="Started">When that process began, in ticks of UTC: process numbers are used again.</param>
internal sealed record LockOwner(string Host, int Process, long Started);

/// <summary>
/// A lock on a cell, so that two workers on one machine or on many do not train the same one. It is a file that its owner touches every
/// few seconds. A lock is free when its process is gone (on this machine) or when nobody touched it for a while (on another), so a cell
/// whose worker died is taken up again. Should two workers slip through all the same, they write the same result to the same file.
/// </summary>
internal sealed class CellLock : IDisposable
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(20);

    // Clocks of machines that share a folder differ by seconds; a worker that swaps may be late by a minute.
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);

    // A lock is one write of a hundred bytes: what nobody can read after this long, nobody is writing any more.
    private static readonly TimeSpan s_writing = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly Timer _heart;

    private CellLock(string path)
    {
        _path = path;
        _heart = new Timer(_ => Beat(), null, s_beat, s_beat);
    }

    /// <summary>Takes a lock; null when a living worker holds it.</summary>
    /// <exception cref="IOException">The lock cannot be written.</exception>
    public static CellLock? TryTake(string path)
    {
        if (File.Exists(path) && !TryRemoveStale(path))
        {
            return null;
        }

        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        try
        {
            using (stream)
            {
                JsonSerializer.Serialize(stream, Me(), CellJson.Default.LockOwner);
            }
        }
        catch
        {
            File.Delete(path); // a full disk, of which the worker tells: nobody holds the cell
            throw;
        }

        return new CellLock(path);
    }

    /// <summary>Whether a living worker holds the lock.</summary>
    public static bool IsHeld(string path) => File.Exists(path) && !IsStale(path, out _);

    /// <summary>Gives back the lock of a process of this machine that has ended, if it is that one's.</summary>
    public static void Release(string path, int process)
    {
        try
        {
            if (Read(path) is { } owner && owner.Process == process && owner.Host == Environment.MachineName)
            {
                File.Delete(path);
            }
        }
        catch (IOException)
        {
            // None, or one that is being written: whoever looks next finds out whose it is.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heart.Dispose();
        File.Delete(_path);
    }

    private static LockOwner Me()
    {
        using var process = Process.GetCurrentProcess();
        return new LockOwner(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime().Ticks);
    }

    /// <summary>
    /// Only one of several workers that find a dead one's lock succeeds in moving it away; who comes late, and has moved the lock that the
    /// first put there, puts it back.
    /// </summary>
    private static bool TryRemoveStale(string path)
    {
        if (!IsStale(path, out LockOwner? dead))
        {
            return false;
        }

        string aside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.Move(path, aside);
            if (Read(aside) != dead)
            {
                File.Move(aside, path, overwrite: false);
                return false;
            }

            File.Delete(aside);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsStale(string path, out LockOwner? owner)
    {
        owner = null;
        try
        {
            TimeSpan age = DateTime.UtcNow - File.GetLastWriteTimeUtc(path);
            owner = Read(path);
            return age > (owner is null ? s_writing : s_lease) || (owner is not null && owner.Host == Environment.MachineName && !IsAlive(owner));
        }
        catch (IOException)
        {
            return false; // given back a moment ago, or a shared disk that is away: asked again soon
        }
    }

    /// <summary>The owner; null where it is being written at this moment, or its writer was killed at it.</summary>
    private static LockOwner? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), CellJson.Default.LockOwner);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsAlive(LockOwner owner)
    {
        try
        {
            using var process = Process.GetProcessById(owner.Process);
            return Math.Abs(process.StartTime.ToUniversalTime().Ticks - owner.Started) < TimeSpan.TicksPerSecond;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void Beat()
    {
        try
        {
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (IOException)
        {
            // A shared disk may be away for a moment; the next beat comes soon, and the lease is long.
        }
    }
}
