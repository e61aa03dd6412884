namespace Maner.Text.Formats;

/// <summary>Names and detection of the file forms.</summary>
internal static class DataFormats
{
    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["conll", "jsonl"];

    /// <summary>The form's name in lower case.</summary>
    public static string NameOf(DataFormat format) => Names[(int)format];

    /// <summary>The form of a name.</summary>
    /// <exception cref="ArgumentException">No form has the name.</exception>
    public static DataFormat Parse(string name) => name switch
    {
        "conll" => DataFormat.Conll,
        "jsonl" => DataFormat.JsonLines,
        _ => throw new ArgumentException($"Expected a format ({string.Join(", ", Names)}), found '{name}'.", nameof(name)),
    };

    /// <summary>The form that a file name's extension means, or null when it says nothing.</summary>
    public static DataFormat? OfExtension(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSONL" or ".NDJSON" or ".JSON" => DataFormat.JsonLines,
        ".CONLL" or ".CONLLU" or ".BIO" or ".IOB" or ".IOB2" or ".TSV" => DataFormat.Conll,
        _ => null,
    };

    // Content decides before the name does: a first word '{' with a tag after it is CoNLL, whatever the file is called,
    // and only an object that closes on its line is JSON Lines.
    internal static DataFormat Detect(IReadOnlyList<SourceLine> lines, string path)
    {
        SourceLine first = lines.FirstOrDefault(line => !line.IsBlank);
        string text = (first.Text ?? "").Trim();
        bool isObject = text.StartsWith('{') && text.EndsWith('}') && text.Contains('"', StringComparison.Ordinal);
        return isObject ? DataFormat.JsonLines : OfExtension(path) ?? DataFormat.Conll;
    }
}
