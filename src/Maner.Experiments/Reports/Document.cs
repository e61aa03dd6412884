namespace Maner.Experiments.Reports;

/// <summary>A report as a sequence of parts, before it has a format.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Parts">What follows, in order.</param>
internal sealed record Document(string Title, IReadOnlyList<Part> Parts)
{
    /// <summary>The sections, each with the anchor that links lead to: the one that GitHub gives a heading, so that one list of links serves all.</summary>
    public IReadOnlyList<(Section Section, string Anchor)> Sections { get; } = WithAnchors(Parts.OfType<Section>());

    private static List<(Section Section, string Anchor)> WithAnchors(IEnumerable<Section> sections)
    {
        var anchors = new List<(Section, string)>();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Section section in sections)
        {
            string anchor = string.Concat(section.Text.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or ' ')).Replace(' ', '-');
            taken[anchor] = taken.TryGetValue(anchor, out int count) ? count + 1 : 0;
            anchors.Add((section, taken[anchor] == 0 ? anchor : FormattableString.Invariant($"{anchor}-{taken[anchor]}")));
        }

        return anchors;
    }
}

/// <summary>A part of a report.</summary>
internal abstract record Part;

/// <summary>What the report says, in a sentence.</summary>
/// <param name="Text">The sentence, without its full stop.</param>
/// <param name="Detail">How sure it is; empty where there is nothing to be unsure of.</param>
internal sealed record Headline(string Text, string Detail) : Part;

/// <summary>The list of sections.</summary>
internal sealed record Contents : Part;

/// <summary>The beginning of a section.</summary>
/// <param name="Text">The heading.</param>
internal sealed record Section(string Text) : Part;

/// <summary>The beginning of a part of a section; it is not in the table of contents.</summary>
/// <param name="Text">The heading.</param>
internal sealed record Subsection(string Text) : Part;

/// <summary>A paragraph of plain text.</summary>
/// <param name="Text">The text.</param>
internal sealed record Paragraph(string Text) : Part;

/// <summary>A list of plain texts.</summary>
/// <param name="Items">The texts.</param>
internal sealed record Listing(IReadOnlyList<string> Items) : Part;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">The headings; one that ends in '#' (not shown) is a column of numbers, aligned at the right.</param>
/// <param name="Rows">As many texts per row as there are columns.</param>
/// <param name="IsAside">Whether a page shows the table only to who asks for it.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsAside = false) : Part
{
    /// <summary>Whether a column has numbers.</summary>
    public static bool IsNumber(string column) => column.EndsWith('#');

    /// <summary>A column's heading as it is shown.</summary>
    public static string Heading(string column) => column.TrimEnd('#');

    /// <summary>The table without the columns that say nothing: those with no text or number in any row, and of some columns those that are 0 throughout.</summary>
    /// <param name="zeros">The columns that say nothing where they are 0.</param>
    public Table WithoutEmptyColumns(params IReadOnlyList<string> zeros)
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Count).Where(column => column == 0
            || Rows.Any(row => row[column].Length > 0 && row[column] != Numbers.None && !(row[column] == "0" && zeros.Contains(Columns[column]))))];
        return this with { Columns = [.. kept.Select(column => Columns[column])], Rows = [.. Rows.Select(row => kept.Select(column => row[column]).ToArray())] };
    }
}

/// <summary>A drawing, with a text and a table that say the same to who cannot see it.</summary>
/// <param name="Name">Its name as a file, without an ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Svg">The drawing, for a page or a sheet of paper.</param>
/// <param name="NarrowSvg">The same for a phone.</param>
/// <param name="Data">The numbers behind it.</param>
internal sealed record Figure(string Name, string Title, string Svg, string NarrowSvg, Table Data) : Part;
