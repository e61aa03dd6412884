namespace Maner;

/// <summary>How far the download of a model is.</summary>
/// <param name="File">The file that comes now.</param>
/// <param name="Done">Bytes of all files that are here.</param>
/// <param name="Total">Bytes of all files.</param>
public readonly record struct ModelDownloadProgress(string File, long Done, long Total);
