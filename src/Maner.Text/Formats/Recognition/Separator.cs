namespace Maner.Text.Formats.Recognition;

/// <summary>What is between the columns of a file.</summary>
internal enum Separator
{
    /// <summary>Runs of spaces and tabs.</summary>
    Spaces,

    /// <summary>One tab.</summary>
    Tab,

    /// <summary>One comma, as in CSV: fields may be quoted.</summary>
    Comma,

    /// <summary>One semicolon, as in the CSV of lands whose decimals have commas.</summary>
    Semicolon,

    /// <summary>One vertical bar.</summary>
    Pipe,
}
