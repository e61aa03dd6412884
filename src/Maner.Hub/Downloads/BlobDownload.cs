using Maner.Hub.Cache;
using Maner.Hub.Protocol;
using Maner.Model.Storage;

namespace Maner.Hub.Downloads;

/// <summary>
/// Fetches contents into a model's folder: under a lock, resumed from where an earlier run ended, checked by hash, and visible under its name only when whole.
/// </summary>
internal sealed class BlobDownload(HubClient client, HubCache cache, HubSettings settings, TimeProvider time, IHubListener listener, TransferMeter meter)
{
    private const int BufferSize = 1 << 17;
    private const int MostFailures = 5; // in a row without a byte more
    private const string PartialEnding = ".incomplete";

    /// <summary>Bytes of a file that an earlier run has fetched.</summary>
    public static long Here(CachedRepo repo, RemoteFile remote)
    {
        var whole = new FileInfo(repo.Blob(remote.Etag));
        var partial = new FileInfo(repo.Blob(remote.Etag) + PartialEnding);
        return whole.Exists ? whole.Length : partial.Exists ? Math.Min(partial.Length, remote.Size) : 0;
    }

    /// <summary>Brings a file into its snapshot; waits while another process does so.</summary>
    /// <exception cref="HubException">It cannot be fetched, or what came is not what the hub says.</exception>
    public async Task PutAsync(Snapshot snapshot, RemoteFile remote, CancellationToken cancellation)
    {
        CachedRepo repo = snapshot.Repo;
        using BlobLock held = await BlobLock.TakeAsync(
            cache.LocksOf(repo), remote.Etag, time, () => listener.Note($"Another process is fetching {remote.Path} of {remote.Repo}; waiting for it."), cancellation).ConfigureAwait(false);
        string blob = repo.Blob(remote.Etag);
        if (snapshot.Has(remote.Path) != true)
        {
            if (File.Exists(blob) && new FileInfo(blob).Length != remote.Size)
            {
                listener.Note($"{blob}: expected {remote.Size} bytes, found {new FileInfo(blob).Length}. It is fetched again.");
                File.Delete(blob);
            }

            if (!File.Exists(blob))
            {
                await FetchAsync(blob, remote, cancellation).ConfigureAwait(false);
            }

            snapshot.Put(remote.Path, remote.Etag, settings.UseLinks);
        }

        meter.Finish(remote.Path, remote.Size);
    }

    private async Task FetchAsync(string blob, RemoteFile remote, CancellationToken cancellation)
    {
        string partial = blob + PartialEnding;
        bool isResumed = File.Exists(partial) && new FileInfo(partial).Length > 0;
        while (true)
        {
            string found = await TransferAsync(partial, remote, cancellation).ConfigureAwait(false);
            if (found == remote.Etag && WrongContent.OfPointer(partial) is null)
            {
                File.Move(partial, blob, overwrite: true);
                DirectorySync.Flush(Path.GetDirectoryName(blob)!);
                return;
            }

            string what = WrongContent.Describe(partial);
            File.Delete(partial);
            if (!isResumed)
            {
                throw new HubException(
                    $"{settings.EndpointText}: expected '{remote.Path}' of '{remote.Repo}' with the hash {remote.Etag}, found {what}{found}. Nothing of it is kept. {HubAnswers.CheckEndpoint(settings)}");
            }

            listener.Note($"{remote.Path}: what an earlier run had fetched is not the beginning of the file (hash {found} instead of {remote.Etag}). It is fetched from its beginning.");
            isResumed = false;
        }
    }

    /// <summary>Completes a partial file.</summary>
    /// <returns>The hash of all of it.</returns>
    private async Task<string> TransferAsync(string partial, RemoteFile remote, CancellationToken cancellation)
    {
        try
        {
            // Without a buffer: what has come is with the system at once, and outlives this process.
            using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            using var hash = new ContentHash(remote.Etag, remote.Size);
            if (file.Length > remote.Size)
            {
                file.SetLength(0);
            }

            await hash.AppendAsync(file, cancellation).ConfigureAwait(false);
            await ReadAllAsync(file, hash, remote, cancellation).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return hash.Result();
        }
        catch (IOException error) when (DiskSpace.IsFull(error))
        {
            throw new HubException($"{partial}: the disk is full. What has come is kept: make room and run the same command again.", error);
        }
    }

    private async Task ReadAllAsync(FileStream file, ContentHash hash, RemoteFile remote, CancellationToken cancellation)
    {
        long most = file.Length;
        bool fromBeginning = false;
        for (int failures = 0; file.Length < remote.Size;)
        {
            try
            {
                using HubBody body = await client.OpenAsync(remote, fromBeginning ? 0 : file.Length, cancellation).ConfigureAwait(false);
                fromBeginning = body.IsUseless;
                if (body.IsUseless)
                {
                    throw new HubTransferException("the server answered with another part of the file than was asked for");
                }

                if (body.Offset == 0 && file.Length > 0)
                {
                    listener.Note($"{remote.Path}: the server does not resume; fetching it from its beginning.");
                    file.SetLength(0);
                    hash.Restart();
                }

                await CopyAsync(body, file, hash, remote, cancellation).ConfigureAwait(false);
                if (file.Length < remote.Size)
                {
                    throw new HubTransferException("the connection ended early");
                }
            }
            catch (HubTransferException problem)
            {
                failures = file.Length > most ? 1 : failures + 1;
                most = Math.Max(most, file.Length);
                if (failures > MostFailures)
                {
                    throw new HubUnavailableException(
                        $"{settings.EndpointText}: expected {remote.Size} bytes of '{remote.Path}', found {file.Length} ({problem.Message}; {failures} times without progress). What has come is kept: the same command continues from there.", problem);
                }

                await Task.Delay(RateLimit.Backoff(failures), time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task CopyAsync(HubBody body, FileStream file, ContentHash hash, RemoteFile remote, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        file.Position = file.Length;
        for (int read; (read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (file.Length + read > remote.Size)
            {
                throw new HubException(
                    $"{settings.EndpointText}: expected {remote.Size} bytes of '{remote.Path}' of '{remote.Repo}', found more. {HubAnswers.CheckEndpoint(settings)}");
            }

            file.Write(buffer, 0, read); // at once and in full: a cancelled write could leave a hole between file and hash
            hash.Append(buffer.AsSpan(0, read));
            meter.Add(remote.Path, read, file.Length);
        }
    }
}
