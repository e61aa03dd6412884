using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Model.Storage;

/// <summary>
/// A file that is written for hours: it grows beside its place (<c>NAME.part</c>), with a record of how much of it is whole (<c>NAME.part.json</c>), and is
/// moved there when all of it is. Whatever ends the process, a later one continues behind what is whole.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path, _part, _record;
    private readonly string _fingerprint;
    private readonly FileStream _stream;

    private PartialFile(string path, string fingerprint, FileStream stream, PartialRecord? from)
    {
        (_path, _part, _record) = Names(path);
        (_fingerprint, _stream) = (fingerprint, stream);
        Units = from?.Units ?? 0;
        stream.SetLength(Math.Min(stream.Length, from?.Bytes ?? 0));
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Units (sentences, say) that the content holds so far, as of the last <see cref="Commit"/>.</summary>
    public long Units { get; private set; }

    /// <summary>Where to write; at its end from the beginning.</summary>
    public Stream Stream => _stream;

    /// <summary>The file that holds what is whole.</summary>
    public string PartName => _part;

    /// <summary>Starts a file, or continues one.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="inputs">All that determines the content, as text: what was begun with others is not continued.</param>
    /// <param name="resume">Whether to continue what an interrupted run left, where there is any.</param>
    /// <param name="overwrite">Whether to throw that away.</param>
    /// <exception cref="InvalidDataException">What is there was begun with other inputs, or its record is damaged.</exception>
    /// <exception cref="IOException">Something is there and neither was asked for, another process is at work, or it cannot be written.</exception>
    public static PartialFile Open(string path, string inputs, bool resume, bool overwrite)
    {
        path = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        (_, string part, string record) = Names(path);
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(inputs)));
        PartialRecord? from = resume && File.Exists(part) && File.Exists(record) ? Read(record) : null;
        if (from is not null && from.Fingerprint != fingerprint)
        {
            throw new InvalidDataException($"{record}: the run was begun with another model, input or options. Resume it with the same ones, or begin again and overwrite it.");
        }

        if (!resume && !overwrite && File.Exists(part))
        {
            throw new IOException($"{part}: expected no such file yet, found what an interrupted run left. Resume that run, or begin again and overwrite it.");
        }

        FileStream stream;
        try
        {
            stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write '{part}': {error.Message} Check the rights of the folder and whether another run is at work, or choose another name.", error);
        }

        var file = new PartialFile(path, fingerprint, stream, from);
        if (from is null)
        {
            file.Commit(0); // so that whoever resumes knows what was begun
        }

        return file;
    }

    /// <summary>Makes what was written so far a part that a later run continues behind.</summary>
    /// <param name="units">Units that it holds.</param>
    public void Commit(long units)
    {
        _stream.Flush(flushToDisk: true);
        Units = units;
        AtomicFile.WriteAllText(_record, JsonSerializer.Serialize(new PartialRecord(_fingerprint, units, _stream.Length), PartialJson.Default.PartialRecord) + "\n");
    }

    /// <summary>Puts the file, which is whole, in its place.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_part, _path, overwrite: true);
        File.Delete(_record);
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(_path))!);
    }

    /// <summary>Throws away what there is.</summary>
    public void Discard()
    {
        _stream.Dispose();
        File.Delete(_part);
        File.Delete(_record);
    }

    /// <summary>Closes the file; what was committed stays.</summary>
    public void Dispose() => _stream.Dispose();

    private static (string Path, string Part, string Record) Names(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string part = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full)!, AtomicFile.StemOf(System.IO.Path.GetFileName(full)) + ".part");
        return (full, part, part + ".json");
    }

    private static PartialRecord Read(string record)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(record), PartialJson.Default.PartialRecord) is { Units: >= 0, Bytes: >= 0 } found ? found : throw new JsonException("numbers below 0");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{record}: expected how far an interrupted run came, found something else ({error.Message}). Begin again and overwrite it.", error);
        }
    }
}

/// <summary>How far a <see cref="PartialFile"/> is whole.</summary>
/// <param name="Fingerprint">SHA-256 of all that determines the content.</param>
/// <param name="Units">Units that it holds.</param>
/// <param name="Bytes">Bytes that they take.</param>
internal sealed record PartialRecord([property: JsonRequired] string Fingerprint, [property: JsonRequired] long Units, [property: JsonRequired] long Bytes);

/// <summary>Generated serialisation of the record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PartialRecord))]
internal sealed partial class PartialJson : JsonSerializerContext;
