using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Model.Storage;

/// <summary>
/// A file that is written for hours: it grows beside its place (<c>NAME.part</c>), with a record of how much of it is whole (<c>NAME.part.json</c>), and is
/// moved there when all of it is. Whatever ends the process, a later one continues behind what is whole. One process at a time has it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path, _part, _record, _whole, _fingerprint;
    private readonly FileLock _lock;
    private readonly FileStream? _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _hashed;

    private PartialFile(string path, string fingerprint, FileLock held, bool resume, bool overwrite)
    {
        (_path, _part, _record, _whole) = Names(path);
        (_fingerprint, _lock) = (fingerprint, held);
        if (resume && !File.Exists(_part) && WholeOf() is { } whole)
        {
            (IsWhole, Units, Input) = (true, whole.Units, whole.Input);
            return;
        }

        RefuseExisting(resume, overwrite);
        PartialRecord? from = resume && File.Exists(_part) && File.Exists(_record) ? Read(_record) : null;
        if (from is not null && from.Fingerprint != fingerprint)
        {
            throw new InvalidDataException($"{_record}: the run was begun with another model, input or options. Resume it with the same ones, or begin again and overwrite it.");
        }

        try
        {
            _stream = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(NotWritten(_part, error), error);
        }

        try
        {
            Continue(from);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is in its place already, as an earlier run of the same command left it.</summary>
    public bool IsWhole { get; }

    /// <summary>Units (sentences, say) that the content holds so far, as of the last <see cref="Commit"/>.</summary>
    public long Units { get; private set; }

    /// <summary>Hash of what those units were made from, as it was handed to <see cref="Commit"/>.</summary>
    public string Input { get; private set; } = "";

    /// <summary>Where to write; at its end from the beginning.</summary>
    public Stream Stream => _stream ?? throw new InvalidOperationException($"'{_path}' is whole.");

    /// <summary>The file that holds what is whole.</summary>
    public string PartName => _part;

    /// <summary>Starts a file, or continues one.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="inputs">All that determines the content besides what its units are made from, as text: what was begun with others is not continued.</param>
    /// <param name="resume">Whether to continue what an interrupted run left, where there is any.</param>
    /// <param name="overwrite">Whether to throw that away, and what is in the file's place.</param>
    /// <exception cref="InvalidDataException">What is there was begun with other inputs, is not what its record says, or the record is damaged.</exception>
    /// <exception cref="IOException">Something is there and neither was asked for, another process is at work, or it cannot be written.</exception>
    public static PartialFile Open(string path, string inputs, bool resume, bool overwrite)
    {
        path = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        string part = Names(path).Part, name = Path.Combine(Path.GetDirectoryName(part)!, $".{Path.GetFileName(part)}.lock");
        FileLock held;
        try
        {
            held = FileLock.TryTake(name) ?? throw new IOException($"{path}: expected a file that no other run is writing, found one that another is at work on. Wait for that run, end it, or choose another name.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new IOException(NotWritten(part, error), error);
        }

        try
        {
            return new PartialFile(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs))), held, resume, overwrite);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes what was written so far a part that a later run continues behind.</summary>
    /// <param name="units">Units that it holds.</param>
    /// <param name="input">Hash of what they were made from.</param>
    public void Commit(long units, string input)
    {
        ((FileStream)Stream).Flush(flushToDisk: true);
        (Units, Input) = (units, input);
        HashTo(_stream!.Length);
        Write(_record);
    }

    /// <summary>Puts the file, which is whole, in its place.</summary>
    /// <param name="keepsRecord">Whether a hidden record stays beside it, by which a later run knows that nothing is left to do.</param>
    public void Complete(bool keepsRecord)
    {
        _stream!.Dispose();
        File.Move(_part, _path, overwrite: true);
        if (keepsRecord)
        {
            File.Move(_record, _whole, overwrite: true);
        }
        else
        {
            File.Delete(_record);
            File.Delete(_whole); // of another file that was here
        }

        DirectorySync.Flush(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Throws away what there is.</summary>
    public void Discard()
    {
        _stream!.Dispose();
        File.Delete(_part);
        File.Delete(_record);
    }

    /// <summary>Closes the file; what was committed stays.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _hash.Dispose();
        _lock.Dispose();
    }

    private void RefuseExisting(bool resume, bool overwrite)
    {
        if (!overwrite && File.Exists(_path))
        {
            throw new IOException($"{_path}: expected no file, or one that the same command wrote and recorded, found another. Choose another name, or overwrite it.");
        }

        if (!resume && !overwrite && File.Exists(_part))
        {
            throw new IOException($"{_part}: expected no such file yet, found what an interrupted run left. Resume that run, or begin again and overwrite it.");
        }
    }

    /// <summary>The record of a file in its place, where it is of this command and of the file as it is.</summary>
    private PartialRecord? WholeOf() => !File.Exists(_path) ? null
        : new[] { _whole, _record } // the second where a run ended between the moves of the two
            .Where(File.Exists).Select(Read).FirstOrDefault(found => found.Fingerprint == _fingerprint && found.Sha256 == FileHash.Of(_path));

    private void Continue(PartialRecord? from)
    {
        if (from is null)
        {
            _stream!.SetLength(0);
            Commit(0, ""); // so that whoever resumes knows what was begun
            return;
        }

        bool isThere = _stream!.Length >= from.Bytes;
        if (isThere)
        {
            HashTo(from.Bytes);
        }

        if (!isThere || HashSoFar() != from.Sha256)
        {
            throw new InvalidDataException($"{_part}: expected the {from.Bytes} bytes that its record knows of, found {(isThere ? "others" : $"{_stream.Length}")}: it has changed since it was written. Begin again and overwrite it.");
        }

        (Units, Input) = (from.Units, from.Input);
        _stream.SetLength(from.Bytes);
    }

    private void HashTo(long end)
    {
        _stream!.Seek(_hashed, SeekOrigin.Begin);
        byte[] buffer = new byte[1 << 16];
        while (_hashed < end)
        {
            int read = _stream.Read(buffer, 0, (int)Math.Min(buffer.Length, end - _hashed));
            if (read == 0)
            {
                throw new InvalidDataException($"{_part}: expected {end} bytes, found {_hashed}: somebody else has shortened it. Begin again and overwrite it.");
            }

            _hash.AppendData(buffer, 0, read);
            _hashed += read;
        }
    }

    private string HashSoFar() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private void Write(string record) =>
        AtomicFile.WriteAllText(record, JsonSerializer.Serialize(new PartialRecord(_fingerprint, Units, Input, _hashed, HashSoFar()), PartialJson.Default.PartialRecord) + "\n");

    private static string NotWritten(string part, Exception error) =>
        $"Cannot write '{part}': {error.Message} Check that the folder is there and may be written, or choose another name.";

    private static (string Path, string Part, string Record, string Whole) Names(string path)
    {
        string full = System.IO.Path.GetFullPath(path), folder = System.IO.Path.GetDirectoryName(full)!, stem = AtomicFile.StemOf(System.IO.Path.GetFileName(full));
        string part = System.IO.Path.Combine(folder, stem + ".part");
        return (full, part, part + ".json", System.IO.Path.Combine(folder, $".{stem}.whole.json"));
    }

    private static PartialRecord Read(string record)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(record), PartialJson.Default.PartialRecord) is { Units: >= 0, Bytes: >= 0, Fingerprint: not null, Input: not null, Sha256: not null } found ? found
                : throw new JsonException("null, or numbers below 0");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{record}: expected how far a run came, found something else ({error.Message}). Begin again and overwrite it.", error);
        }
    }
}

/// <summary>How far a <see cref="PartialFile"/> is whole.</summary>
/// <param name="Fingerprint">SHA-256 of all that determines the content besides its input.</param>
/// <param name="Units">Units that it holds.</param>
/// <param name="Input">Hash of what they were made from.</param>
/// <param name="Bytes">Bytes that they take.</param>
/// <param name="Sha256">SHA-256 of those bytes.</param>
internal sealed record PartialRecord(
    [property: JsonRequired] string Fingerprint, [property: JsonRequired] long Units, [property: JsonRequired] string Input, [property: JsonRequired] long Bytes, [property: JsonRequired] string Sha256);

/// <summary>Generated serialisation of the record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PartialRecord))]
internal sealed partial class PartialJson : JsonSerializerContext;
