using System.IO.MemoryMappedFiles;
using Maner.Model.Storage.Torch;
using Maner.Tensors;

namespace Maner.Model.Storage;

/// <summary>A file that is mapped into memory for reading. Reading is thread-safe; nothing may be used after <see cref="Dispose"/>.</summary>
internal sealed unsafe class MappedFile : IFileBytes, IDisposable
{
    private const int NoMemory = 12; // ENOMEM

    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly FileStamp? _stamp;
    private bool _disposed;

    private MappedFile(MemoryMappedFile? map, long length, FileStamp? stamp = null)
    {
        _stamp = stamp;
        _map = map;
        Length = length;
        if (map is not null)
        {
            _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Refuses a file that was written to since it was mapped: what is read would be a mix, or the process would be killed (SIGBUS).</summary>
    /// <exception cref="IOException">It was.</exception>
    public void RequireUnchanged() => _stamp?.RequireUnchanged();

    /// <summary>Maps a file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static MappedFile Open(string path)
    {
        RegularFile.Require(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        MemoryMappedFile? map = null;
        try
        {
            long length = stream.Length;
            if (length == 0)
            {
                stream.Dispose(); // an empty file cannot be mapped
                return new MappedFile(null, 0);
            }

            map = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: false);
            return new MappedFile(map, length, FileStamp.Of(path));
        }
        catch (IOException error) when (error.HResult == NoMemory)
        {
            map?.Dispose();
            stream.Dispose();
            throw new InsufficientMemoryException(FormattableString.Invariant($"{new FileInfo(path).Length:N0} bytes of addresses were wanted to map '{path}'."), error);
        }
        catch
        {
            map?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Span(long start, int length) => new(Pointer(start, length), length);

    /// <inheritdoc/>
    public Stream OpenRead(long start, long length) => new UnmanagedMemoryStream(Pointer(start, length), length);

    /// <inheritdoc/>
    public void Forget(long start, long length) => MemoryAdvice.ForgetMappedFile(Pointer(start, length), (nint)length);

    /// <summary>Where a run of bytes is in memory, at any alignment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie in the file.</exception>
    public byte* Pointer(long start, long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return _start + start;
    }

    /// <summary>
    /// Floats of the file as memory that may be written: pages come from the file when they are first touched, and a page that is written becomes this
    /// process's own. The file never changes, and the buffer outlives this object.
    /// </summary>
    /// <returns>Null where floats cannot be used in place.</returns>
    public NativeBuffer? MapPrivate(long start, long count)
    {
        if ((nint)Pointer(start, count * sizeof(float)) % sizeof(float) != 0 || count == 0)
        {
            return null;
        }

        MemoryMappedViewAccessor view = _map!.CreateViewAccessor(start, count * sizeof(float), MemoryMappedFileAccess.CopyOnWrite);

        // Not AcquirePointer: it would keep the memory mapped for good, and the buffer that owns the view outlives its use.
        var mapped = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
        return new NativeBuffer((float*)(mapped + view.PointerOffset), (nint)count, new PrivateMap(view, _stamp!));
    }

    /// <summary>Unmaps the file: spans and pointers into it are dead from here on.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _view?.SafeMemoryMappedViewHandle.ReleasePointer();
            _view?.Dispose();
            _map?.Dispose();
            _stamp?.Dispose();
        }
    }
}
