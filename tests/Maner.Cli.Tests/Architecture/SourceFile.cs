using System.Text.RegularExpressions;
using Maner.Testing;

namespace Maner.Cli.Tests.Architecture;

/// <summary>A C# file of the repository, for tests of its conventions.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The files of all projects under <c>src</c>.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(SharedFiles.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(SharedFiles.Repository, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(SharedFiles.Repository, path)))),
    ];

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The second folder of the path: <c>Maner.Text</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folder below <c>src</c> as a namespace: <c>Maner.Text.Data</c>. The library's own types are in <c>Maner</c>: an assembly of that name would be one with the program <c>maner</c> where case does not count.</summary>
    public string FolderAsNamespace => string.Join('.', Path.Split('/')[1..^1]).Replace("Maner.Library", "Maner", StringComparison.Ordinal);

    /// <summary>The namespace that the file declares; null for top-level statements.</summary>
    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    public int LineCount => Text.Count(letter => letter == '\n');

    /// <summary>The text without comments and string literals.</summary>
    public string Code => CommentOrString().Replace(Text, " ");

    /// <summary>The string literals, with their quotes.</summary>
    public IEnumerable<string> Strings => CommentOrString().Matches(Text).Select(match => match.Value).Where(text => text[0] is '"' or '@');

    /// <summary>Whether the code names an identifier.</summary>
    public bool Names(string identifier) => Regex.IsMatch(Code, $@"\b{Regex.Escape(identifier)}\b");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"{3,}.*?"{3,}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();
}
