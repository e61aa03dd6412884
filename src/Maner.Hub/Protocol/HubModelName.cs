using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Maner.Hub.Protocol;

/// <summary>A model of the hub: <c>OWNER/NAME</c>, and after <c>@</c> a branch, a tag or a commit.</summary>
/// <param name="Repo">The repository's id.</param>
/// <param name="Revision">The branch, tag or commit.</param>
internal sealed partial record HubModelName(string Repo, string Revision)
{
    /// <summary>The branch when none is named.</summary>
    public const string Main = "main";

    private const int LongestRepo = 96;
    private static readonly SearchValues<char> s_noReference = SearchValues.Create(" ~^:?*[\\\0");

    /// <summary>Whether the revision is a whole commit, whose files never change.</summary>
    public bool IsCommit => Commit().IsMatch(Revision);

    /// <summary>Reads a name; false when it has not the form of a repository's id, with a revision or without.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HubModelName? name)
    {
        name = null;
        string[] parts = (text ?? "").Split('@', 2);
        string revision = parts.Length == 2 ? parts[1] : Main;
        if (!IsRepo(parts[0]) || !IsRevision(revision))
        {
            return false;
        }

        name = new HubModelName(parts[0], revision);
        return true;
    }

    /// <summary>Whether a text may be a repository's id: it becomes the name of a folder.</summary>
    public static bool IsRepo(string text) =>
        text.Length is > 0 and <= LongestRepo && RepoForm().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal)
        && !text.Contains("..", StringComparison.Ordinal) && !text.EndsWith(".git", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is a commit: 40 hexadecimal digits.</summary>
    public static bool IsCommitId(string text) => Commit().IsMatch(text);

    /// <inheritdoc/>
    public override string ToString() => Revision == Main ? Repo : $"{Repo}@{Revision}";

    // What git forbids in names of references is refused; it could leave the folder of references, too.
    private static bool IsRevision(string text) =>
        text.Length is > 0 and <= 255 && !text.AsSpan().ContainsAny(s_noReference) && !text.Any(char.IsControl)
        && text.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.Contains("..", StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:/[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)?\z")]
    private static partial Regex RepoForm();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
