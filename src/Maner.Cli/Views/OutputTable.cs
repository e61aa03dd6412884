using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>A table of text: framed on a terminal that is wide enough, otherwise columns aligned with spaces.</summary>
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
        // Spectre would break numbers over lines to make a wide table fit.
        int width = Enumerable.Range(0, columns.Length).Sum(column => Width(column) + 3) + 1;
        if (context.IsTerminal && width <= context.Console.Profile.Width)
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

    private int Width(int column) => _rows.Select(row => row[column]).Append(Heading(columns[column])).Max(cell => cell.Length);

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
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(Width)];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => IsNumber(columns[column]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
