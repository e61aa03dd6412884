namespace Maner.Text.Formats.Recognition;

/// <summary>How surely a column holds tags, from nothing to certainty.</summary>
internal enum TagRank
{
    /// <summary>It holds none.</summary>
    None,

    /// <summary>Few different values, some of which could mean outside (<c>_</c>, <c>0</c>, or <c>O</c> on a few words).</summary>
    Perhaps,

    /// <summary><c>O</c> alone.</summary>
    OutsideOnly,

    /// <summary>Types without prefixes and a tag for words outside.</summary>
    Bare,

    /// <summary>Tags with prefixes, mostly.</summary>
    Prefixed,
}

/// <summary>A column, or a key of CoNLL-U's last column, that may hold the tags.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Key">The key in it; null for the whole field.</param>
/// <param name="Rank">How surely it does.</param>
/// <param name="Share">The share of values that look so.</param>
/// <param name="Values">The tags with how often they occur.</param>
internal sealed record TagCandidate(int Column, string? Key, TagRank Rank, double Share, IReadOnlyDictionary<string, int> Values)
{
    private const int MostTypes = 400;
    private static readonly string[] s_outside = ["OTHER", "OUTSIDE", "NONE"];

    /// <summary>Whether the types are phrases of syntax (<c>B-NP</c>), not names.</summary>
    public bool HoldsPhrases
    {
        get
        {
            int prefixed = 0, phrases = 0;
            foreach ((string tag, int count) in Values)
            {
                if (TagShape.IsPrefixed(tag))
                {
                    prefixed += count;
                    phrases += TagShape.IsPhrase(tag[2..]) ? count : 0;
                }
            }

            return prefixed > 0 && phrases * 5 >= prefixed * 4;
        }
    }

    /// <summary>The types, without prefixes.</summary>
    public IEnumerable<string> Types => Values.Keys.Where(TagShape.IsPrefixed).Select(tag => tag[2..]).Distinct(StringComparer.Ordinal);

    /// <summary>Judges the values of a column.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="key">The key; null for the whole field.</param>
    /// <param name="values">How often each occurs.</param>
    /// <param name="options">What the caller says about tags.</param>
    public static TagCandidate Of(int column, string? key, IReadOnlyDictionary<string, int> values, LabelledDataOptions options)
    {
        int said = values.Where(pair => pair.Key.Length > 0).Sum(pair => pair.Value);
        int outside = 0, prefixed = 0, malformed = 0;
        foreach ((string value, int count) in values)
        {
            if (value == options.Outside || TagShape.IsOutside(value))
            {
                outside += count;
            }
            else if (TagShape.IsPrefixed(value))
            {
                prefixed += count;
            }
            else if (TagSyntax.Malformed(value) is not null)
            {
                malformed += count;
            }
        }

        (TagRank rank, int looks) = said == 0 ? (TagRank.None, 0)
            : prefixed + malformed > 0 && (outside + prefixed + malformed) * 2 > said ? (TagRank.Prefixed, outside + prefixed + malformed)
            : outside * 100L >= said * 99L ? (TagRank.OutsideOnly, outside)
            : Bare(values, said, outside, options);
        return new TagCandidate(column, key, rank, said == 0 ? 0 : (double)looks / said, values);
    }

    /// <summary>Judges the values of a key of CoNLL-U's last column: one that is named for entities may say types alone, and nothing of words outside.</summary>
    public static TagCandidate OfKey(int column, string key, IReadOnlyDictionary<string, int> values, LabelledDataOptions options)
    {
        TagCandidate judged = Of(column, key, values, options);
        bool areTypes = judged.Rank < TagRank.Bare && judged.Rank != TagRank.OutsideOnly && Header.IsTagKey(key) && values.Count <= MostTypes
            && values.Keys.All(value => value.Length > 0 && char.IsLetter(value[0]) && value.All(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_'));
        return areTypes ? judged with { Rank = TagRank.Bare, Share = 1 } : judged;
    }

    private static (TagRank Rank, int Looks) Bare(IReadOnlyDictionary<string, int> values, int said, int outside, LabelledDataOptions options)
    {
        string commonest = values.MaxBy(pair => pair.Value).Key;
        bool isNamed = s_outside.Contains(commonest.ToUpperInvariant());
        int named = outside > 0 ? outside : isNamed ? values[commonest] : 0;
        string[] types = [.. values.Keys.Where(value => value.Length > 0 && value != options.Outside && !TagShape.IsOutside(value) && !(isNamed && value == commonest))];
        if (types.Length > MostTypes || (said > 20 && types.Length * 2 > said) || Array.Exists(types, IsNoType))
        {
            return (TagRank.None, 0);
        }

        return named > 0 && (named * 10L >= said * 3L || values.ContainsKey(options.Outside ?? "\0")) ? (TagRank.Bare, named)
            : named > 0 ? (TagRank.Perhaps, named)
            : commonest is "_" or "0" ? (TagRank.Perhaps, values[commonest])
            : (TagRank.None, 0);
    }

    private static bool IsNoType(string value) => TagShape.IsKeyValue(value) || TagShape.IsFlags(value) || TagShape.IsWikidata(value)
        || value.Contains('|', StringComparison.Ordinal) || (value is not ("_" or "0") && !value.Any(char.IsLetter) && value.Length > 0 && char.IsAsciiDigit(value[0]));
}
