using System.Text;

namespace Maner.Benchmarks.Peers;

/// <summary>A table in GitHub's Markdown.</summary>
/// <param name="head">The head of each column; one that starts with a space is aligned to the right.</param>
internal sealed class MarkdownTable(params string[] head)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != head.Length)
        {
            throw new ArgumentException($"Expected {head.Length} cells, found {cells.Length}.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, head.Select(cell => cell.Trim()));
        text.Append('|').AppendJoin('|', head.Select(cell => cell.StartsWith(' ') ? "--:" : "---")).Append("|\n");
        foreach (string[] row in _rows)
        {
            Append(text, row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
