namespace Maner.Hub.Cache;

/// <summary>
/// The right to write one content of the cache: a lock of the operating system on <c>.locks/…/ETAG.lock</c>, the one that <c>huggingface_hub</c> takes.
/// It ends with the process, however that ends. File systems without such locks (some of NFS) do not have it.
/// </summary>
internal sealed class BlobLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)]; // EWOULDBLOCK of Linux and macOS, sharing and lock violations of Windows
    private readonly FileStream _file;

    private BlobLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process has it.</summary>
    public static BlobLock? TryTake(string folder, string etag)
    {
        try
        {
            return new BlobLock(new FileStream(Path.Combine(folder, etag + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }

    /// <summary>Takes the lock as soon as it is free.</summary>
    /// <param name="folder">Where the model's locks are.</param>
    /// <param name="etag">The content.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onWait">Called once when another process has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BlobLock> TakeAsync(string folder, string etag, TimeProvider time, Action onWait, CancellationToken cancellation)
    {
        for (bool isTold = false; ; isTold = true)
        {
            if (TryTake(folder, etag) is { } taken)
            {
                return taken;
            }

            if (!isTold)
            {
                onWait();
            }

            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
