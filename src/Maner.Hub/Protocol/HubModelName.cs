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

    // The hub's first models had no owner; these took them over, and the hub leads from the plain names to them.
    private static readonly string[] s_ownersOfPlainNames = ["FacebookAI", "google-bert", "distilbert"];
    private static readonly SearchValues<char> s_noReference = SearchValues.Create(" ~^:?*[\\\0");

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

    /// <summary>The name without an owner that a repository had at first, under which older programs have cached it; null for all that always had one.</summary>
    public static string? PlainNameOf(string repo) =>
        repo.Split('/') is [var owner, var name] && s_ownersOfPlainNames.Contains(owner, StringComparer.OrdinalIgnoreCase) ? name : null;

    /// <summary>The name in an address that was copied from a browser, or with a slash at its end; null when there is none in it.</summary>
    public static HubModelName? OfPasted(string text)
    {
        string rest = text.StartsWith("hf://", StringComparison.OrdinalIgnoreCase) ? text[5..]
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" ? address.AbsolutePath[1..] : text;
        string[] parts = rest.TrimEnd('/').Split('/');
        string name = parts is [var owner, var repo, "tree" or "blob" or "resolve", var revision, ..] && revision != Main ? $"{owner}/{repo}@{revision}" : string.Join('/', parts.Take(2));
        return text != name && (parts.Length == 2 || rest != text) && TryParse(name, out HubModelName? parsed) ? parsed : null;
    }

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
