namespace Maner.Text.Formats.Recognition;

/// <summary>Which column of a file holds what, and how that was told.</summary>
internal sealed record ColumnChoice
{
    public required ColumnTable Table { get; init; }

    /// <summary>The column of the words, from 0.</summary>
    public required int Word { get; init; }

    /// <summary>The column of the tags; null when none holds any.</summary>
    public int? Tag { get; init; }

    /// <summary>The key of the tags where that column holds <c>key=value</c> pairs (CoNLL-U's MISC).</summary>
    public string? TagKey { get; init; }

    /// <summary>Whether words without the key are outside, not untagged.</summary>
    public bool KeyIsOptional { get; init; }

    /// <summary>The tags as often as they occur in complete rows.</summary>
    public IReadOnlyDictionary<string, int> Tags { get; init; } = new Dictionary<string, int>();

    /// <summary>The column that counts words; null without.</summary>
    public int? Counter { get; init; }

    /// <summary>Whether that column holds nothing but ranges, which then are how the file counts.</summary>
    public bool AllAreRanges { get; init; }

    /// <summary>Whether the count's beginning again is what ends sentences.</summary>
    public bool CounterEndsSentences { get; init; }

    /// <summary>The columns whose change ends a sentence.</summary>
    public IReadOnlyList<int> SentenceMarks { get; init; } = [];

    /// <summary>The column of flags, of which one may end a sentence; null without.</summary>
    public int? Flags { get; init; }

    /// <summary>The distinct line that names the columns; -1 without.</summary>
    public int HeaderId { get; init; } = -1;

    /// <summary>The names of the columns; empty without.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How surely the tags were told.</summary>
    public TagRank Rank { get; init; }

    /// <summary>The share of values of the tag column that look like tags.</summary>
    public double Share { get; init; }

    /// <summary>Whether the caller named the tag column.</summary>
    public bool IsTagNamed { get; init; }

    /// <summary>What a person should know about the choice.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A column as messages call it: <c>column 3 ('NER')</c>.</summary>
    public string NameOf(int column) => Name(column, Names);

    /// <summary>A column as messages call it.</summary>
    public static string Name(int column, IReadOnlyList<string> names) =>
        column < names.Count && names[column].Length > 0 ? $"column {column + 1} ('{names[column]}')" : $"column {column + 1}";
}
