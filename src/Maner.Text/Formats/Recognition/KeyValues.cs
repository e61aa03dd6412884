namespace Maner.Text.Formats.Recognition;

/// <summary>CoNLL-U's last column: <c>SpaceAfter=No|name=B-PER</c>.</summary>
internal static class KeyValues
{
    /// <summary>The value of a key; null without.</summary>
    public static string? ValueOf(string field, string key)
    {
        foreach (Range range in field.AsSpan().Split('|'))
        {
            ReadOnlySpan<char> pair = field.AsSpan(range).Trim();
            if (pair.Length > key.Length && pair[key.Length] == '=' && pair.StartsWith(key, StringComparison.Ordinal))
            {
                return pair[(key.Length + 1)..].ToString();
            }
        }

        return null;
    }

    /// <summary>What is odd about a field where a key's value is read: the key in another spelling (<c>NER:B-ORG</c>) with its value, or twice with others; null else.</summary>
    public static (string Pair, string Value, bool IsSecond)? OddityOf(string field, string key)
    {
        string? first = null;
        foreach (Range range in field.AsSpan().Split('|'))
        {
            ReadOnlySpan<char> pair = field.AsSpan(range).Trim();
            if (pair.Length <= key.Length + 1 || char.IsLetterOrDigit(pair[key.Length]) || !pair.StartsWith(key, StringComparison.OrdinalIgnoreCase)
                || pair[key.Length] is not ('=' or ':' or '-' or ' ') || pair[(key.Length + 1)..].Trim() is not { Length: > 0 } value)
            {
                continue;
            }

            if (first is not null && !value.SequenceEqual(first))
            {
                return (pair.ToString(), first, true);
            }

            if (pair[key.Length] != '=' || !pair.StartsWith(key, StringComparison.Ordinal))
            {
                return (pair.ToString(), value.ToString(), false);
            }

            first ??= value.ToString();
        }

        return null;
    }

    /// <summary>The values of each key with how often they occur, in the order in which the keys first come.</summary>
    public static List<KeyValuePair<string, Dictionary<string, int>>> Tags(ColumnTable table, int column, int headerId)
    {
        var byKey = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        for (int id = 0; id < table.Count; id++)
        {
            if (id == headerId || table.FieldsOf(id) is not { } fields || fields.Length != table.Width)
            {
                continue;
            }

            foreach (string pair in fields[column].Split('|'))
            {
                int at = pair.IndexOf('=', StringComparison.Ordinal);
                if (at > 0)
                {
                    string key = pair[..at].Trim(), value = pair[(at + 1)..].Trim();
                    if (!byKey.TryGetValue(key, out Dictionary<string, int>? values))
                    {
                        byKey.Add(key, values = new Dictionary<string, int>(StringComparer.Ordinal));
                    }

                    values[value] = values.GetValueOrDefault(value) + table.WeightOf(id);
                }
            }
        }

        return [.. byKey];
    }
}
