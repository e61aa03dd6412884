using Maner.Ner.Prediction;
using Maner.Text.Formats;

namespace Maner.Cli.Options;

/// <summary>A file of text or standard input, read by every verb in the same way: UTF-8, packed with gzip or not, lines that end in LF or CRLF alone.</summary>
internal static class TextInput
{
    public const string StandardInput = "standard input";

    /// <summary>The file's name for messages.</summary>
    /// <param name="file">The file; null for standard input.</param>
    public static string NameOf(string? file) => file ?? StandardInput;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder.</exception>
    public static void Require(string? file)
    {
        if (file is null || File.Exists(file))
        {
            return;
        }

        throw Directory.Exists(file)
            ? new InvalidDataException($"{file}: expected a file of text, found a folder. Name the file in it.")
            : new FileNotFoundException($"{file}: expected a file of text, found no such file. Check the name.", file);
    }

    /// <summary>A reader of a file's text; <see cref="InputLines"/> cuts it, and says where it is not UTF-8.</summary>
    /// <exception cref="InvalidDataException">What is packed is damaged.</exception>
    public static StreamReader Open(string file)
    {
        // Packed ones whole, so that one that ends too early is refused.
        bool isPacked = Path.GetExtension(file).Equals(".gz", StringComparison.OrdinalIgnoreCase);
        return InputReader.Utf8(isPacked ? new MemoryStream(Gzip.Unpack(File.ReadAllBytes(file), file).ToArray()) : File.OpenRead(file));
    }
}
