using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Maner.Training.Pretraining;

/// <summary>A sentence of a <see cref="TokenFile"/>.</summary>
/// <param name="Hash">Of its pieces: sentences with the same pieces have the same, in every file.</param>
/// <param name="End">Number of pieces up to its end, from the start of the file.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenSentence(ulong Hash, long End);

/// <summary>
/// A language's pieces as the token cache keeps them: ids end to end in a mapped file, two bytes each where the vocabulary allows, else four;
/// an index with hash and end of every sentence. Little-endian. Reading is thread-safe.
/// </summary>
internal sealed class TokenFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _bytesPerId;

    private TokenFile(MemoryMappedFile map, int bytesPerId, TokenSentence[] sentences)
    {
        _map = map;
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _bytesPerId = bytesPerId;
        Sentences = sentences;
    }

    /// <summary>The sentences in the order of the source.</summary>
    public IReadOnlyList<TokenSentence> Sentences { get; }

    /// <summary>Bytes that a sentence takes in the index.</summary>
    public const int BytesPerSentence = sizeof(ulong) + sizeof(long);

    /// <summary>Bytes that an id takes in a file.</summary>
    public static int BytesPerId(int vocabulary) => vocabulary <= ushort.MaxValue + 1 ? sizeof(ushort) : sizeof(int);

    /// <summary>Maps a file of at least one sentence.</summary>
    public static TokenFile Open(string idsPath, string indexPath, int bytesPerId)
    {
        TokenSentence[] sentences = MemoryMarshal.Cast<byte, TokenSentence>(File.ReadAllBytes(indexPath)).ToArray();
        return new TokenFile(
            MemoryMappedFile.CreateFromFile(idsPath, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read), bytesPerId, sentences);
    }

    /// <summary>Reads pieces into the start of <paramref name="ids"/>.</summary>
    /// <param name="start">The first piece, counted from the start of the file.</param>
    /// <param name="ids">As many as are wanted.</param>
    /// <param name="narrow">Working memory, at least as long.</param>
    public void Read(long start, Span<int> ids, ushort[] narrow)
    {
        if (_bytesPerId == sizeof(ushort))
        {
            _view.ReadArray(start * sizeof(ushort), narrow, 0, ids.Length);
            for (int index = 0; index < ids.Length; index++)
            {
                ids[index] = narrow[index];
            }

            return;
        }

        for (int index = 0; index < ids.Length; index++)
        {
            ids[index] = _view.ReadInt32((start + index) * sizeof(int));
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
