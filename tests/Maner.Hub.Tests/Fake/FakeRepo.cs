using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA5350 // SHA-1 is what git names contents and commits by

namespace Maner.Hub.Tests.Fake;

/// <summary>Who may read a repository of the fake hub.</summary>
internal enum Access
{
    Public,
    Private,
    Gated,
}

/// <summary>A repository of the fake hub: one commit at a time, on the branch main and under its own id.</summary>
internal sealed class FakeRepo(string id)
{
    public string Id => id;

    public Access Access { get; set; }

    public string Commit { get; private set; } = CommitOf(id);

    /// <summary>Other branches and tags.</summary>
    public Dictionary<string, string> Revisions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FakeFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a file as git stores it.</summary>
    public FakeRepo With(string path, byte[] content, bool large = false)
    {
        Files[path] = new FakeFile(content, large);
        return this;
    }

    public FakeRepo With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    /// <summary>A new commit of the same files, for a test to change them.</summary>
    public void Move(string seed) => Commit = CommitOf(seed);

    public bool Knows(string revision) => revision == "main" || revision == Commit || Revisions.ContainsKey(revision);

    private static string CommitOf(string seed) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(seed)));
}

/// <summary>A file of the fake hub.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="IsLarge">Whether it is in large-file storage: on the other host, named by SHA-256.</param>
internal sealed record FakeFile(byte[] Content, bool IsLarge)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    public string Etag => IsLarge ? Sha256 : Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {Content.Length}\0"), .. Content]));
}
