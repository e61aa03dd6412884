using System.Text.Json;
using System.Text.Unicode;

namespace Maner.Model.Storage;

/// <summary>Reads the small JSON files of a checkpoint strictly: UTF-8, one object, no name twice, a bounded size.</summary>
internal static class JsonFile
{
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads a file; the caller disposes the document.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is too large, not UTF-8, not JSON, or not an object.</exception>
    public static JsonDocument Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"'{path}': expected this file of a Hugging Face checkpoint, found none. Check the folder's name or download the file.", path);
        }

        RegularFile.Require(path);
        long length = new FileInfo(path).Length;
        if (length > MaxBytes)
        {
            throw new InvalidDataException($"'{path}': expected at most {MaxBytes} bytes of JSON, found {length}. Is it another file?");
        }

        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Parses bytes; <paramref name="path"/> is for the messages.</summary>
    public static JsonDocument Parse(byte[] utf8, string path)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new InvalidDataException($"'{path}': expected JSON in UTF-8, found bytes that are not UTF-8. Download the file again.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(WithoutMark(utf8), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}': expected JSON, found a mistake: {error.Message} Repair the file or download it again.", error);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            JsonValueKind kind = document.RootElement.ValueKind;
            document.Dispose();
            throw new InvalidDataException($"'{path}': expected a JSON object, found {kind}. Is it another file?");
        }

        return document;
    }

    /// <summary>Some editors put a byte-order mark in front, which says nothing that is not known.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(byte[] utf8) => utf8.AsMemory(utf8 is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0);
}
