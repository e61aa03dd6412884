using Maner.Text.Sentences;

namespace Maner.Text.Formats;

/// <summary>
/// Where documents begin in files of columns: CoNLL-2003's <c>-DOCSTART-</c>, with AIDA's name in brackets (<c>-DOCSTART- (1 EU)</c>), and CoNLL-U's
/// <c># newdoc id = 1</c>.
/// </summary>
internal static class DocumentMarks
{
    private const string Unit = "# newdoc";

    /// <summary>The sentences with their documents' names, or their places where they have none (<c>document 2</c>); the same where nothing tells documents apart.</summary>
    /// <param name="sentences">Sentences in the order of their lines.</param>
    /// <param name="lines">The file's lines.</param>
    public static IReadOnlyList<Sentence> Assign(IReadOnlyList<Sentence> sentences, SourceLines lines)
    {
        bool[] isMark = [.. lines.Distinct.Select(Is)];
        if (!Array.Exists(isMark, mark => mark))
        {
            return sentences;
        }

        var starts = new List<(int Line, string? Name)>();
        for (int line = 0; line < lines.Count; line++)
        {
            if (isMark[lines.IdOf(line)])
            {
                starts.Add((line + 1, NameOf(lines.Distinct[lines.IdOf(line)])));
            }
        }

        if (starts.Count > 1 && starts.TrueForAll(start => start.Name == starts[0].Name))
        {
            starts = [.. starts.Select(start => (start.Line, (string?)null))]; // one name for all tells nothing apart
        }

        int first = sentences.Count > 0 && sentences[0].Line < starts[0].Line ? 1 : 0; // sentences in front of the first mark are a document too
        if (starts.Count + first == 1 && starts[0].Name is null)
        {
            return sentences;
        }

        var assigned = new Sentence[sentences.Count];
        int next = 0;
        for (int index = 0; index < assigned.Length; index++)
        {
            while (next < starts.Count && starts[next].Line < sentences[index].Line)
            {
                next++;
            }

            assigned[index] = sentences[index].OfDocument((next == 0 ? null : starts[next - 1].Name) ?? FormattableString.Invariant($"document {next + first}"));
        }

        return assigned;
    }

    /// <summary>The line that begins a document of CoNLL, with its tag.</summary>
    /// <param name="name">The document's name; null without.</param>
    public static string Conll(string? name) => $"{SourceLine.DocumentStart}{(name is null ? "" : $" ({OneLine(name)})")}\tO";

    /// <summary>The line that begins a document of CoNLL-U.</summary>
    /// <param name="name">The document's name; null without.</param>
    public static string Conllu(string? name) => name is null ? Unit : $"{Unit} id = {OneLine(name)}";

    /// <summary>Whether a sentence begins another document than the one before it.</summary>
    public static bool Begins(Sentence? before, Sentence sentence) => before?.Document != sentence.Document;

    private static bool Is(string line) =>
        SourceLine.IsDocumentStart(line) || (line.StartsWith(Unit, StringComparison.Ordinal) && (line.Length == Unit.Length || line[Unit.Length] is ' ' or '='));

    private static string? NameOf(string line)
    {
        if (!SourceLine.IsDocumentStart(line))
        {
            return line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && line[(at + 1)..].Trim() is { Length: > 0 } id ? id : null;
        }

        (int begin, int end) = (line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(')'));
        return begin > 0 && end > begin + 1 ? line[(begin + 1)..end] : null;
    }

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
}
