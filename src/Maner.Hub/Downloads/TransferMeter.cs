using Maner.Hub.Protocol;

namespace Maner.Hub.Downloads;

/// <summary>Counts the bytes of all files of a model.</summary>
internal sealed class TransferMeter(IHubListener listener)
{
    private long _before; // of the files that are finished
    private long _total;

    /// <summary>Bytes that came over the network.</summary>
    public long Fetched { get; private set; }

    /// <summary>A file is to come.</summary>
    public void Expect(long bytes) => _total += bytes;

    /// <summary>Bytes have come; of the file there are so many now.</summary>
    public void Add(string file, long bytes, long here)
    {
        Fetched += bytes;
        listener.Progress(new DownloadProgress(file, _before + here, _total, Fetched));
    }

    /// <summary>A file is whole.</summary>
    public void Finish(string file, long size)
    {
        _before += size;
        listener.Progress(new DownloadProgress(file, _before, _total, Fetched));
    }
}
