using System.Globalization;

namespace Maner.Text.Formats.Recognition;

/// <summary>
/// Tells which column holds the words and which the tags, from all the rows of a file: "the first and the last" is a convention, not a fact. A
/// majority decides, so that one odd line changes nothing; what the caller names is not judged; where two readings are plausible the file is refused.
/// </summary>
internal sealed class ColumnRecognizer
{
    private readonly ColumnTable _table;
    private readonly LabelledDataOptions _options;
    private readonly string _path;
    private readonly int _headerId;
    private readonly string[] _names;
    private readonly ColumnProfile[] _profiles;
    private readonly bool _withTags;
    private readonly List<string> _notes = [];

    private ColumnRecognizer(ColumnTable table, LabelledDataOptions options, string path, bool withTags)
    {
        (_table, _options, _path, _withTags) = (table, options, path, withTags);
        _headerId = FindHeader(table, options, out _names);
        _profiles = ColumnProfile.Of(table, _headerId);
    }

    /// <summary>The choice for a file.</summary>
    /// <exception cref="InvalidDataException">Two readings are plausible, or a column that the caller names is not there.</exception>
    public static ColumnChoice Recognize(SourceLines lines, LabelledDataOptions options, string path) =>
        new ColumnRecognizer(SeparatorFinder.Cut(lines, options), options, path, withTags: true).Choose();

    /// <summary>The choice for a file of which it is known that no column holds tags.</summary>
    public static ColumnChoice WithoutTags(ColumnTable table, LabelledDataOptions options, string path) => new ColumnRecognizer(table, options, path, withTags: false).Choose();

    /// <summary>The distinct line that names the columns: the first row, if it is names and no words, or holds a name that the caller says; -1 without.</summary>
    public static int FindHeader(ColumnTable table, LabelledDataOptions options, out string[] names)
    {
        for (int line = 0; line < table.Lines.Count; line++)
        {
            int id = table.Lines.IdOf(line);
            if (Header.OfComment(table.Lines.Distinct[id]) is { } named)
            {
                names = named;
                return -1;
            }

            if (table.FieldsOf(id) is not { } fields)
            {
                continue;
            }

            fields = [.. fields.Select(field => field.Trim())];
            bool isNamed = fields.Length > 1 && new[] { options.WordColumn, options.TagColumn }.Any(wanted => wanted is not null && !IsPlace(wanted, out _) && fields.Contains(wanted, StringComparer.OrdinalIgnoreCase));
            bool isHeader = isNamed || Header.IsHeader(fields);
            names = isHeader ? fields : [];
            return isHeader ? id : -1;
        }

        names = [];
        return -1;
    }

    private ColumnChoice Choose()
    {
        int? namedWord = Named(_options.WordColumn, nameof(LabelledDataOptions.WordColumn));
        if (_withTags)
        {
            TagSequences.Refuse(_table, _profiles, _names, _path);
        }

        Dictionary<int, Counting> countings = Countings();
        int[] marks = [.. Enumerable.Range(0, _table.Width).Where(column => IsSentenceMark(column, countings))];
        TagCandidate? tag = _withTags ? ChooseTag(namedWord, [.. countings.Where(pair => pair.Value.CountsWords).Select(pair => pair.Key), .. marks]) : null;
        if (tag is { Key: null })
        {
            TypesWithSpaces.Refuse(_table, tag.Column, _path);
        }

        marks = [.. marks.Where(column => column != tag?.Column && column != namedWord)];
        int[] counters = [.. countings.Where(pair => pair.Value.CountsWords && pair.Key != tag?.Column && pair.Key != namedWord).Select(pair => pair.Key).Order()];
        int word = namedWord ?? new WordColumn(_table, _profiles, _names, tag?.Column, counters, marks, _path).Choose(_notes);
        int? counter = counters.Length > 0 && counters[0] != word && counters[0] < word ? counters[0] : null;
        marks = [.. marks.Where(column => column != word)];
        marks = BlankLines.Ending(_table, _headerId, _names, marks, _path, _notes);
        bool hasEnds = HasEndsWithin();
        var choice = new ColumnChoice
        {
            Table = _table,
            Word = word,
            Tag = tag?.Column,
            TagKey = tag?.Key,
            KeyIsOptional = tag?.Key is not null && tag.Values.Sum(pair => pair.Value) * 10L < _profiles[tag.Column].Rows * 9L,
            Tags = tag?.Values ?? new Dictionary<string, int>(),
            Counter = counter,
            AllAreRanges = counter is { } ranges && !_profiles[ranges].HasNumbers,
            CounterEndsSentences = counter is { } column && countings[column].RestartsWithin && !hasEnds && marks.Length == 0,
            SentenceMarks = marks,
            Flags = Enumerable.Range(0, _table.Width).Where(c => c != word && c != tag?.Column && _profiles[c].IsFlags && _profiles[c].Values.Keys.Any(TagShape.EndsSentence)).Cast<int?>().FirstOrDefault(),
            HeaderId = _headerId,
            Names = _names,
            Rank = tag?.Rank ?? TagRank.None,
            Share = tag?.Share ?? 0,
            IsTagNamed = _options.TagColumn is not null,
        };
        return choice with { Notes = [.. ColumnNotes.Of(choice, namedWord is not null), .. _notes] };
    }

    private Dictionary<int, Counting> Countings()
    {
        // Two columns alone may be a list of numbers and their tags; what is named a sentence counts no words, even where every sentence is one.
        IEnumerable<int> counts = Enumerable.Range(0, _table.Width).Where(column => _table.Width > 1 && _profiles[column].IsCount && !IsNamedSentence(column));
        return counts.ToDictionary(column => column, column => Counting.Of(_table, column, _headerId));
    }

    private bool IsSentenceMark(int column, Dictionary<int, Counting> countings) => _table.Width > 2
        && !(countings.TryGetValue(column, out Counting counting) && counting.CountsWords)
        && ((IsNamedSentence(column) && !_profiles[column].IsConstant)
            || (countings.TryGetValue(column, out counting) && counting.NumbersSentences && !_profiles[column].IsConstant)
            || SentenceMarks.Are(_table, column, _headerId));

    private bool IsNamedSentence(int column) => _table.Width > 2 && column < _names.Length && Header.IsSentence(_names[column]);

    private TagCandidate? ChooseTag(int? namedWord, int[] apart)
    {
        if (_options.TagColumn is { } wanted)
        {
            return NamedTag(wanted);
        }

        // Who names numbers says that the last column is them.
        if (_options.TagNames is not null && _table.Width > 1 && namedWord != _table.Width - 1 && _profiles[^1].IsNumeric)
        {
            return new TagCandidate(_table.Width - 1, null, TagRank.Prefixed, 1, _profiles[^1].Values);
        }

        if (_table.Width == 1)
        {
            return LoneTags();
        }

        List<TagCandidate> candidates = [];
        for (int column = 0; column < _table.Width; column++)
        {
            if (column == namedWord || apart.Contains(column) || (_table.Width > 2 && _profiles[column].IsIds))
            {
                continue;
            }

            candidates.Add(TagCandidate.Of(column, null, _profiles[column].Values, _options));
            if (_profiles[column].IsKeyValues)
            {
                candidates.AddRange(KeyValues.Tags(_table, column, _headerId).Select(pair => TagCandidate.OfKey(column, pair.Key, pair.Value, _options)).Where(tag => tag.Rank > TagRank.Perhaps));
            }
        }

        return new TagColumn(_table, _names, _headerId, _path, _notes).Choose(candidates);
    }

    // Most lines are a word alone; the others may have tags all the same.
    private TagCandidate? LoneTags()
    {
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < _table.Count; id++)
        {
            if (_table.FieldsOf(id) is [_, var tag] && tag.Trim().Length > 0)
            {
                values[tag.Trim()] = values.GetValueOrDefault(tag.Trim()) + _table.WeightOf(id);
            }
        }

        return values.Count == 0 ? null : new TagCandidate(1, null, TagRank.None, 0, values);
    }

    private TagCandidate NamedTag(string wanted)
    {
        if (!IsPlace(wanted, out _) && !_names.Contains(wanted, StringComparer.OrdinalIgnoreCase))
        {
            foreach (int keyed in Enumerable.Range(0, _table.Width).Where(column => _profiles[column].IsKeyValues))
            {
                if (KeyValues.Tags(_table, keyed, _headerId).FirstOrDefault(pair => pair.Key.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found)
                {
                    return TagCandidate.Of(keyed, found.Key, found.Value, _options);
                }
            }
        }

        int column = Named(wanted, nameof(LabelledDataOptions.TagColumn))!.Value;
        return TagCandidate.Of(column, null, _profiles[column].Values, _options);
    }

    private int? Named(string? wanted, string option)
    {
        if (wanted is null)
        {
            return null;
        }

        if (IsPlace(wanted, out int place))
        {
            return place >= 1 && place <= _table.Width ? place - 1 : throw Refusal(option, $"a number from 1 to {_table.Width}, since most rows have so many columns", $"{place}");
        }

        int column = Array.FindIndex(_names, name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return column >= 0 && column < _table.Width ? column : throw Refusal(option, _names.Length == 0
            ? "the number of a column, since no row names the columns" : $"a number or one of the names {string.Join(", ", _names.Where(name => name.Length > 0))}", $"'{wanted}'");
    }

    private InvalidDataException Refusal(string option, string expected, string found) =>
        new($"{_path}: {nameof(LabelledDataOptions)}.{option}: expected {expected}, found {found}. Count columns from 1.");

    private static bool IsPlace(string wanted, out int place) => int.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out place);

    private bool HasEndsWithin()
    {
        bool any = false;
        foreach ((_, _, bool afterEnd) in _table.InOrder(_headerId))
        {
            if (any && afterEnd)
            {
                return true;
            }

            any = true;
        }

        return false;
    }
}
