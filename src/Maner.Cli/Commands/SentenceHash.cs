using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Maner.Text.Sentences;

namespace Maner.Cli.Commands;

/// <summary>SHA-256 of sentences one behind the other, with all that a result may have of them: of any source, read once or not, and of its beginning alone.</summary>
internal sealed class SentenceHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash so far, in lower-case hexadecimal.</summary>
    public string Value => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Takes one more.</summary>
    public void Add(Sentence sentence)
    {
        Add(sentence.Line);
        Add(sentence.Text ?? "");
        Add(sentence.Words.Count);
        foreach (string word in sentence.Words)
        {
            Add(word);
        }

        foreach ((string name, string value) in sentence.Members)
        {
            Add(name);
            Add(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length); // so that no two rows of texts are the same bytes
        _hash.AppendData(bytes);
    }

    private void Add(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
