using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Maner.Hub.Downloads;

/// <summary>The hash that the hub names a content by: SHA-256 of it (64 digits), or the SHA-1 that git gives its blob (40 digits).</summary>
internal sealed class ContentHash : IDisposable
{
    private const int BufferSize = 1 << 20;
    private readonly IncrementalHash _hash;
    private readonly byte[] _head;

    /// <param name="etag">The expected hash, which says by its length what kind it is.</param>
    /// <param name="size">Bytes of the whole content, which git hashes first.</param>
    public ContentHash(string etag, long size)
    {
        bool isGit = etag.Length == SHA1.HashSizeInBytes * 2;
        _hash = IncrementalHash.CreateHash(isGit ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256); // SHA-1 is git's choice; large files, which are what matters, have SHA-256
        _head = isGit ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")) : [];
        Restart();
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Forgets all bytes.</summary>
    public void Restart()
    {
        _ = _hash.GetHashAndReset();
        _hash.AppendData(_head);
        Length = 0;
    }

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>The rest of a stream.</summary>
    public async Task AppendAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            Append(buffer.AsSpan(0, read));
        }
    }

    /// <summary>The hash of all bytes, in lower-case hexadecimal.</summary>
    public string Result() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The hash of a file, of the kind of an etag.</summary>
    public static async Task<string> OfFileAsync(string path, string etag, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
        using var hash = new ContentHash(etag, stream.Length);
        await hash.AppendAsync(stream, cancellation).ConfigureAwait(false);
        return hash.Result();
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
