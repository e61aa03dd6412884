using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;

namespace Maner.Hub.Models;

/// <summary>Brings the needed files of one commit into the cache: first it asks for all, then it makes sure that they fit, then it fetches, the weights last.</summary>
internal sealed class ModelDownload(HubClient client, BlobDownload blobs, TransferMeter meter, Snapshot snapshot, string repo, Func<string, long?> freeSpace)
{
    private readonly List<RemoteFile> _fetch = [];

    /// <summary>Fetches what is not here.</summary>
    /// <param name="config">What the hub says of the configuration.</param>
    /// <param name="check">Looks at the configuration before anything large is fetched.</param>
    /// <param name="cancellation">Ends the download; what has come is kept.</param>
    public async Task RunAsync(RemoteFile config, Action<string>? check, CancellationToken cancellation)
    {
        if (snapshot.Has(NeededFiles.Config) != true)
        {
            Expect(config);
            await FetchAsync(cancellation).ConfigureAwait(false);
        }

        check?.Invoke(snapshot.PathOf(NeededFiles.Config));
        await AskForTokenizerAsync(cancellation).ConfigureAwait(false);
        if (await AskAsync(NeededFiles.Manifest, cancellation).ConfigureAwait(false))
        {
            await AskForOneOfAsync(NeededFiles.Crfs, cancellation).ConfigureAwait(false);
        }

        string weights = await AskForOneOfAsync(NeededFiles.Weights, cancellation).ConfigureAwait(false) ?? throw new HubException(
            $"'{repo}': expected weights ({string.Join(", ", NeededFiles.Weights)}), found none of these in the repository. ONNX, TensorFlow and Flax are not read: choose another model, or ask its owner for safetensors.");
        if (NeededFiles.IsIndex(weights))
        {
            await FetchAsync(cancellation).ConfigureAwait(false); // names the rest
            foreach (string shard in NeededFiles.ShardsOf(snapshot.PathOf(weights), weights))
            {
                if (!await AskAsync(shard, cancellation).ConfigureAwait(false))
                {
                    throw new HubException($"'{repo}': expected the shard '{shard}' that {weights} names, found none in the repository. Its upload is incomplete: tell its owner.");
                }
            }
        }

        await FetchAsync(cancellation).ConfigureAwait(false);
    }

    private async Task AskForTokenizerAsync(CancellationToken cancellation)
    {
        foreach (string file in NeededFiles.Settings)
        {
            await AskAsync(file, cancellation).ConfigureAwait(false);
        }

        foreach (IReadOnlyList<string> files in NeededFiles.Tokenizers)
        {
            int there = 0;
            foreach (string file in files)
            {
                there += await AskAsync(file, cancellation).ConfigureAwait(false) ? 1 : 0;
            }

            if (there == files.Count)
            {
                return;
            }
        }

        throw new HubException(
            $"'{repo}': expected a tokenizer ({string.Join(", ", NeededFiles.Tokenizers.Select(files => string.Join(" with ", files)))}), found none of these in the repository. Choose another model.");
    }

    private async Task<string?> AskForOneOfAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        // What is here goes before what would have to be fetched: another program may have chosen the other format of the same weights.
        if (files.FirstOrDefault(file => snapshot.Has(file) == true) is { } here)
        {
            return here;
        }

        foreach (string file in files)
        {
            if (await AskAsync(file, cancellation).ConfigureAwait(false))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>Whether the commit has a file; if so it is fetched later, unless it is here.</summary>
    private async Task<bool> AskAsync(string path, CancellationToken cancellation)
    {
        if (snapshot.Has(path) is { } known)
        {
            return known;
        }

        HubAnswer answer = await client.FindAsync(new HubFile(repo, snapshot.Commit, path), cancellation).ConfigureAwait(false);
        if (answer.File is { } file)
        {
            Expect(file);
        }
        else if (answer.Commit == snapshot.Commit)
        {
            snapshot.WriteMissing(path);
        }

        return answer.File is not null;
    }

    private void Expect(RemoteFile file)
    {
        _fetch.Add(file);
        meter.Expect(file.Size);
    }

    private async Task FetchAsync(CancellationToken cancellation)
    {
        DiskSpace.Require(_fetch.Sum(file => Math.Max(0, file.Size - BlobDownload.Here(snapshot.Repo, file))), repo, snapshot.Repo.Folder, freeSpace);
        foreach (RemoteFile file in _fetch.OrderBy(file => NeededFiles.IsIndex(file.Path) || file.Size < 1 << 20 ? 0 : 1))
        {
            await blobs.PutAsync(snapshot, file, cancellation).ConfigureAwait(false);
        }

        _fetch.Clear();
    }
}
