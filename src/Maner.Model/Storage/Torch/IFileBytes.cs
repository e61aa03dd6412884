namespace Maner.Model.Storage.Torch;

/// <summary>The bytes of a file, wherever they are kept. Reading is thread-safe.</summary>
internal interface IFileBytes
{
    /// <summary>Bytes of the file.</summary>
    long Length { get; }

    /// <summary>A run of bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie in the file.</exception>
    ReadOnlySpan<byte> Span(long start, int length);

    /// <summary>A run of bytes as a stream, however long it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie in the file.</exception>
    Stream OpenRead(long start, long length);

    /// <summary>A hint that a run is not needed for now.</summary>
    void Forget(long start, long length);
}
