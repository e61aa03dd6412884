namespace Maner.Text.Formats.Documents;

/// <summary>What the offsets of a file count.</summary>
internal enum OffsetUnit
{
    /// <summary>Unicode code points, as Python's strings.</summary>
    CodePoints,

    /// <summary>UTF-16 code units, as the strings of C#, Java and JavaScript.</summary>
    Utf16,

    /// <summary>Bytes of UTF-8.</summary>
    Utf8Bytes,
}
