namespace Maner.Text.Formats.Recognition;

/// <summary>What the values of one column look like, over all complete rows of a file.</summary>
internal sealed class ColumnProfile
{
    /// <summary>Beyond so many distinct values they are not kept: no tag set has as many.</summary>
    private const int MostValues = 2000;

    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _hexadecimal = [];
    private int _digits, _partsOfSpeech, _keyValues, _flags, _numbers, _others;

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>How many of them say nothing here (<c>_</c>, <c>-</c> or no characters).</summary>
    public int Nothing { get; private set; }

    /// <summary>How often each value occurs; of a column of words only the first ones.</summary>
    public IReadOnlyDictionary<string, int> Values => _values;

    /// <summary>Whether there are more distinct values than any tag set has.</summary>
    public bool HasMany { get; private set; }

    /// <summary>The number of distinct values; of a column of words at least so many.</summary>
    public int Distinct { get; private set; }

    public bool IsConstant => Distinct <= 1;

    /// <summary>Whether nearly all values are whole numbers.</summary>
    public bool IsNumeric => IsMost(_numbers);

    /// <summary>Whether nearly all are numbers, ranges or decimals, as in a column that counts.</summary>
    public bool IsCount => IsMost(_numbers + _others);

    public bool HasNumbers => _numbers > 0;

    public bool HasDigits => IsMost(_digits);

    public bool IsPartsOfSpeech => IsMost(_partsOfSpeech);

    /// <summary>Whether all that says something are <c>key=value</c> pairs.</summary>
    public bool IsKeyValues => _keyValues > 0 && IsMost(_keyValues);

    public bool IsFlags => _flags > 0 && IsMost(_flags);

    /// <summary>Whether nearly all values are ids of few shapes: <c>a1.1</c>, <c>0_0</c>, <c>T1</c>, hexadecimal digits of one length. Words hardly ever are.</summary>
    public bool IsIds => Distinct > 1 && ((IsMost(_ids.Values.Sum()) && _ids.Count * 4L <= Distinct) || _ids.Values.Any(IsMost) || _hexadecimal.Any(pair => IsMost(pair.Value) && Distinct * 20L >= Said * 19L));

    private int Said => Rows - Nothing;

    public static ColumnProfile[] Of(ColumnTable table, int headerId)
    {
        ColumnProfile[] profiles = [.. Enumerable.Range(0, table.Width).Select(_ => new ColumnProfile())];
        var seen = new HashSet<string>[table.Width];
        for (int column = 0; column < seen.Length; column++)
        {
            seen[column] = new HashSet<string>(StringComparer.Ordinal);
        }

        for (int id = 0; id < table.Count; id++)
        {
            if (id != headerId && table.FieldsOf(id) is { } fields && fields.Length == table.Width)
            {
                for (int column = 0; column < fields.Length; column++)
                {
                    profiles[column].Add(fields[column].Trim(), table.WeightOf(id), seen[column]);
                }
            }
        }

        return profiles;
    }

    private void Add(string value, int weight, HashSet<string> seen)
    {
        Rows += weight;
        if (_values.TryGetValue(value, out int known))
        {
            _values[value] = known + weight;
        }
        else if (!HasMany)
        {
            _values.Add(value, weight);
            HasMany = _values.Count > MostValues;
        }

        if (seen.Add(value))
        {
            Distinct++;
        }

        if (TagShape.IsNothing(value))
        {
            Nothing += weight;
            return;
        }

        _numbers += Count.IsNumber(value, out _) ? weight : 0;
        _others += Count.IsOther(value) ? weight : 0;
        if (IdShape.Of(value) is { } shape)
        {
            _ids[shape] = _ids.GetValueOrDefault(shape) + weight;
        }

        if (IdShape.IsHexadecimal(value))
        {
            _hexadecimal[value.Length] = _hexadecimal.GetValueOrDefault(value.Length) + weight;
        }

        _digits += value.AsSpan().ContainsAnyInRange('0', '9') ? weight : 0;
        _partsOfSpeech += TagShape.IsPartOfSpeech(value) ? weight : 0;
        _keyValues += TagShape.IsKeyValue(value) ? weight : 0;
        _flags += TagShape.IsFlags(value) ? weight : 0;
    }

    private bool IsMost(int count) => Said > 0 && count * 20L >= Said * 19L;
}
