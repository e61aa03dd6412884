using Spectre.Console;

namespace Maner.Cli;

/// <summary>A table of text: framed on a terminal, otherwise columns aligned with spaces.</summary>
/// <param name="columns">The headings; one that ends in '#' (not shown) is a column of numbers, aligned at the right.</param>
internal sealed class OutputTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _rows.Add(cells);
    }

    public void Write(CliContext context)
    {
        if (context.IsTerminal)
        {
            WriteFramed(context.Console);
        }
        else
        {
            WritePlain(context.Out);
        }
    }

    private static bool IsNumber(string column) => column.EndsWith('#');

    private static string Heading(string column) => column.TrimEnd('#');

    private void WriteFramed(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Spectre.Console.Text(Heading(column))) { Alignment = IsNumber(column) ? Justify.Right : Justify.Left, NoWrap = true });
        }

        foreach (string[] row in _rows)
        {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(cell)));
        }

        console.Write(table);
    }

    private void WritePlain(TextWriter output)
    {
        string[][] rows = [[.. columns.Select(Heading)], .. _rows];
        int[] widths = [.. columns.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => IsNumber(columns[column]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
