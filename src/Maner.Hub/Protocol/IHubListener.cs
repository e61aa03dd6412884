namespace Maner.Hub.Protocol;

/// <summary>Who is told how a download goes. Told from one thread at a time.</summary>
internal interface IHubListener
{
    /// <summary>Bytes have come.</summary>
    void Progress(DownloadProgress progress);

    /// <summary>Something that a person should know: a wait, a new name, a file that is fetched again.</summary>
    void Note(string text);
}

/// <summary>How far the download of a model is.</summary>
/// <param name="File">The file that comes now.</param>
/// <param name="Done">Bytes of all files that are here, those of earlier runs with them.</param>
/// <param name="Total">Bytes of all files.</param>
/// <param name="Fetched">Bytes that this run has fetched.</param>
internal readonly record struct DownloadProgress(string File, long Done, long Total, long Fetched);
