namespace Maner.Experiments.Reports;

/// <summary>A report as a sequence of parts, before it has a form.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Parts">What follows, in order.</param>
internal sealed record Document(string Title, IReadOnlyList<Part> Parts);

/// <summary>A part of a report.</summary>
internal abstract record Part;

/// <summary>The beginning of a section.</summary>
/// <param name="Text">The heading.</param>
internal sealed record Section(string Text) : Part;

/// <summary>A paragraph of plain text.</summary>
/// <param name="Text">The text.</param>
internal sealed record Paragraph(string Text) : Part;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">The headings; one that ends in '#' (not shown) is a column of numbers, aligned at the right.</param>
/// <param name="Rows">As many texts a row as there are columns.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Part
{
    public static bool IsNumber(string column) => column.EndsWith('#');

    public static string Heading(string column) => column.TrimEnd('#');
}

/// <summary>A drawing, with a text and a table that say the same to who cannot see it.</summary>
/// <param name="Name">Its name as a file, without an ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Svg">The drawing.</param>
/// <param name="Data">The numbers behind it.</param>
internal sealed record Figure(string Name, string Title, string Svg, Table Data) : Part;
