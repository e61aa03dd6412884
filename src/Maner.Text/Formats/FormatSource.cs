using System.Security.Cryptography;
using System.Text;

namespace Maner.Text.Formats;

/// <summary>The content of a file that is to be read: as bytes, as lines, as text, and what belongs to it beside it.</summary>
internal sealed class FormatSource
{
    private readonly Dictionary<Type, object> _found = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="path">The file's name for messages; its extension is a hint.</param>
    /// <param name="bytes">Its bytes, packed with gzip or not.</param>
    /// <exception cref="InvalidDataException">The packed bytes are damaged.</exception>
    public FormatSource(string path, ReadOnlyMemory<byte> bytes)
    {
        Path = path;
        _hash.AppendData(bytes.Span);
        Bytes = Gzip.Unpack(bytes, path);
    }

    public string Path { get; }

    /// <summary>The bytes, unpacked.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The name without folder and extensions: what a file of one document calls it.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(WithoutGz(System.IO.Path.GetFileName(Path)));

    /// <summary>The extension in lower case, that of <c>.gz</c> aside.</summary>
    public string Extension => ExtensionOf(Path);

    /// <summary>The lines without their ends.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public IReadOnlyList<SourceLine> Lines => field ??= LineReader.Read(Bytes.Span, Path);

    /// <summary>The bytes as text, without a byte-order mark.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public string Text
    {
        get
        {
            _ = Lines; // refuses what is not UTF-8, with its line
            return field ??= Encoding.UTF8.GetString(WithoutMark.Span);
        }
    }

    /// <summary>The bytes without a byte-order mark.</summary>
    public ReadOnlyMemory<byte> WithoutMark => Bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? Bytes[3..] : Bytes;

    /// <summary>SHA-256 of all that was read.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>What several formats ask a content for, found once.</summary>
    /// <typeparam name="T">What it is; each is kept once.</typeparam>
    public T Once<T>(Func<FormatSource, T> find)
        where T : class
    {
        if (!_found.TryGetValue(typeof(T), out object? found))
        {
            _found[typeof(T)] = found = find(this);
        }

        return (T)found;
    }

    /// <summary>The text of a file of the same name with another extension.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it is not UTF-8.</exception>
    public string ReadBeside(string extension)
    {
        string path = System.IO.Path.ChangeExtension(Path, extension);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{Path}: expected '{System.IO.Path.GetFileName(path)}' beside it, found no such file. The two belong together: copy both.");
        }

        byte[] bytes = File.ReadAllBytes(path);
        _hash.AppendData(bytes);
        return new FormatSource(path, bytes).Text;
    }

    /// <summary>The extension of a name in lower case, that of <c>.gz</c> aside.</summary>
    public static string ExtensionOf(string path) => System.IO.Path.GetExtension(WithoutGz(path)).ToLowerInvariant();

    private static string WithoutGz(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
}
