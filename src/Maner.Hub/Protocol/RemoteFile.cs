namespace Maner.Hub.Protocol;

/// <summary>A file as the hub names it.</summary>
/// <param name="Repo">The repository's id.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
/// <param name="Path">The file's path in the repository.</param>
internal readonly record struct HubFile(string Repo, string Revision, string Path);

/// <summary>What the hub says of a file.</summary>
/// <param name="Repo">The repository's id as the hub writes it today.</param>
/// <param name="Commit">The commit that the revision is now.</param>
/// <param name="Path">The file's path in the repository.</param>
/// <param name="Etag">SHA-256 of the content (64 digits), or git's SHA-1 of the blob (40 digits).</param>
/// <param name="Size">Bytes.</param>
internal sealed record RemoteFile(string Repo, string Commit, string Path, string Etag, long Size);

/// <summary>The answer to a question for a file.</summary>
/// <param name="File">The file; null when the revision has none of that name.</param>
/// <param name="Commit">The commit, where the hub names it.</param>
internal readonly record struct HubAnswer(RemoteFile? File, string? Commit);
