using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>
/// How a file spells its tags: with prefixes (<c>B-PER</c>) or bare (<c>PER</c>), and what is outside entities. Made from the counts of all
/// tags, so that a stray tag is told from a habit, and one stray tag changes how no other is read.
/// </summary>
internal sealed class TagSyntax
{
    private const int MostTypes = 16; // so many bare types on few words are rather parts of speech, or words
    private const int FewestOfHabit = 20;
    private static readonly string[] s_outsideNames = ["OTHER", "OUTSIDE", "NONE", "_", "0", "O"];
    private readonly Dictionary<string, ParsedTag> _parsed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _strayTypes = new(StringComparer.Ordinal);
    private string? _lastTag; // most words have the tag of the word before
    private ParsedTag _last;

    private TagSyntax(string outside, bool isBare, bool isGlued, StrayTags strays) => (Outside, IsBare, IsGlued, Strays) = (outside, isBare, isGlued, strays);

    /// <summary>The tag of words outside entities.</summary>
    public string Outside { get; }

    /// <summary>Whether tags are types without prefixes.</summary>
    public bool IsBare { get; }

    /// <summary>Whether prefixes stand right before the type (<c>BNEP</c>, <c>INEP</c>).</summary>
    public bool IsGlued { get; }

    /// <summary>How nearly all tags are written where that is not as the schemes do (<c>b-PER</c>, <c>B_PER</c>, <c>PER-B</c>), by an example; null where they are, or are mixed.</summary>
    public string? Habit { get; private init; }

    /// <summary>Tags that are evidently slips of others.</summary>
    private StrayTags Strays { get; }

    /// <summary>Tells the syntax from how often each tag occurs; null when these are evidently no tags, with the reason and what can be done.</summary>
    public static TagSyntax? Of(IReadOnlyDictionary<string, int> counts, LabelledDataOptions options, out NoTags? reason)
    {
        (string Tag, int Count)[] byCount = [.. counts.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        string? found = FindOutside(byCount);
        string? outside = options.Outside ?? found;
        (string Tag, int Count)[] inside = [.. byCount.Where(pair => pair.Tag != outside)];
        int total = inside.Sum(pair => pair.Count);
        int prefixed = inside.Where(pair => HasStandardPrefix(pair.Tag)).Sum(pair => pair.Count);
        (string Tag, int Count)[] malformed = [.. inside.Where(pair => !HasStandardPrefix(pair.Tag) && Malformed(pair.Tag) is not null)];
        int written = prefixed + (Array.Exists(malformed, pair => Malformed(pair.Tag)!.Value.Letter is 'B' or 'I' or 'S') ? malformed.Sum(pair => pair.Count) : 0);
        bool mayBeBare = options.Scheme is null or TagScheme.Io;
        bool isGlued = written * 10L <= total && options.Scheme != TagScheme.Io && GluedTags.Are(inside);
        bool isBare = mayBeBare && !isGlued && (prefixed == 0 ? written * 2L < total || total == 0 : prefixed * 10L <= total);
        reason = null;
        if (options.Outside is { } named && found is not null && !counts.ContainsKey(named))
        {
            reason = new NoTags($"no word has the tag {Visible.Quote(named)} that was named as outside; the tags are {Examples(byCount)}", NoTags.OtherOutside);
        }
        else if (!isBare && !isGlued && prefixed > 0 && written * 2L < total && options.Scheme is null)
        {
            reason = new NoTags($"most tags have no prefix ({Examples(inside.Where(pair => !HasStandardPrefix(pair.Tag)))}) but some do ({Examples(inside.Where(pair => HasStandardPrefix(pair.Tag)))})", NoTags.Scheme);
        }
        else if (isBare && inside.Length > 0 && inside.All(pair => IsPrefixAlone(pair.Tag)))
        {
            reason = new NoTags($"the tags have prefixes but no types ({Examples(inside)}; write B-TYPE, I-TYPE)", "");
        }
        else if (isBare && outside is null)
        {
            reason = new NoTags($"the tags are {Examples(inside)} with no 'O' for words outside entities", NoTags.Outside);
        }
        else if (isBare && inside.Length > MostTypes && inside.Length * 10L > total && options is { Outside: null, Scheme: null } && (byCount.Sum(pair => pair.Count) - total) * 10L < byCount.Sum(pair => pair.Count) * 3L)
        {
            reason = new NoTags($"there are {inside.Length} different tags on {total} words ({Examples(inside)})", NoTags.Scheme);
        }

        string? habit = isBare || isGlued ? null : HabitOf(malformed, total);
        return reason is null ? new TagSyntax(outside ?? Iob2.Outside, isBare, isGlued, StrayTags.Find(counts, outside ?? Iob2.Outside, isBare || isGlued, options.KeepRareTypes)) { Habit = habit } : null;
    }

    public static bool HasStandardPrefix(string tag) => tag.Length > 2 && tag[1] == '-' && RoleOf(tag[0]) is not null;

    /// <summary>Whether it is a tag as the common schemes write it: O, or a prefix and a type.</summary>
    public static bool IsStandard(string tag) => tag == Iob2.Outside || HasStandardPrefix(tag);

    /// <summary>Types that are read as outside, each with why.</summary>
    public void LeaveOut(IReadOnlyDictionary<string, string> types)
    {
        foreach ((string type, string why) in types)
        {
            _strayTypes[type] = why;
        }

        _lastTag = null;
    }

    /// <summary>What is wrong with a tag that is read as outside because it is a stray one; null for the others.</summary>
    public string? StrayOf(string tag) => Strays.WhyOf(tag) ?? (_strayTypes.Count > 0 && Understood(tag).Type is { Length: > 0 } type ? _strayTypes.GetValueOrDefault(type) : null);

    public ParsedTag Parse(string tag)
    {
        if (!ReferenceEquals(tag, _lastTag))
        {
            _last = StrayOf(tag) is null ? Understood(tag) : default;
            _lastTag = tag;
        }

        return _last;
    }

    private ParsedTag Understood(string tag)
    {
        if (!_parsed.TryGetValue(tag, out ParsedTag known))
        {
            known = Strays.MeantBy(tag) is { } meant ? ParseNew(meant) with { Repaired = $"read as {Visible.Quote(meant)}" } : ParseNew(tag);
            if (known.Type.Length > 0)
            {
                // One object per type, so that two tags of a type are compared at a glance.
                known = known with { Type = _types.TryGetValue(known.Type, out string? type) ? type : _types[known.Type] = known.Type };
            }

            _parsed.Add(tag, known);
        }

        return known;
    }

    private ParsedTag ParseNew(string tag)
    {
        if (tag == Outside)
        {
            return new ParsedTag(TagRole.Outside, "");
        }

        if (HasStandardPrefix(tag))
        {
            return new ParsedTag(RoleOf(tag[0])!.Value, tag[2..], tag[0]);
        }

        if (IsGlued && GluedTags.Split(tag) is (char first, string rest))
        {
            return new ParsedTag(RoleOf(first)!.Value, rest, first);
        }

        if (!IsBare && Malformed(tag) is (char letter, string type))
        {
            return new ParsedTag(RoleOf(letter)!.Value, type, letter, Habit is not null && SpellingOf(tag) == SpellingOf(Habit) ? null : $"read as '{letter}-{type}'");
        }

        if (Array.IndexOf(s_outsideNames, tag.ToUpperInvariant()) > (IsBare ? 2 : -1) || !char.IsLetter(tag[0]))
        {
            return new ParsedTag(TagRole.Outside, "", '\0', "read as outside every entity");
        }

        if (IsBare)
        {
            return new ParsedTag(TagRole.Bare, tag);
        }

        // An unknown letter before the hyphen is a prefix gone wrong, not a part of the type.
        string bare = tag.Length > 2 && tag[1] == '-' ? tag[2..] : tag;
        return IsPrefixAlone(bare)
            ? new ParsedTag(TagRole.Outside, "", '\0', "read as outside every entity")
            : new ParsedTag(TagRole.Bare, bare, '\0', $"read as an entity of type {Visible.Quote(bare)}");
    }

    // 'O' if it occurs at all; otherwise the commonest tag if it says that it is the outside, since a rarer 'Other' may be a type.
    private static string? FindOutside((string Tag, int Count)[] byCount)
    {
        if (byCount.FirstOrDefault(pair => pair.Tag == Iob2.Outside) is { Count: var times and > 0 } && !byCount.Any(pair => pair.Count > times * 20L && LookAlikes.Latin(pair.Tag) == Iob2.Outside))
        {
            return Iob2.Outside;
        }

        string commonest = byCount.FirstOrDefault(pair => !HasStandardPrefix(pair.Tag)).Tag ?? "";
        bool first = byCount.Length > 0 && (byCount[0].Tag == commonest || byCount.Any(pair => HasStandardPrefix(pair.Tag)));
        return first && s_outsideNames.Contains(LookAlikes.Latin(commonest).ToUpperInvariant()) ? commonest : null;
    }

    // A habit is no slip: it is said once.
    private static string? HabitOf((string Tag, int Count)[] malformed, int total) => malformed is [var (first, _), ..]
        && malformed.Where(pair => SpellingOf(pair.Tag) == SpellingOf(first)).Sum(pair => pair.Count) is >= FewestOfHabit and var alike && alike * 20L >= total * 19L ? first : null;

    // Where the prefix is, what joins it, and whether it is a capital.
    private static (bool IsSuffix, char Joint, bool IsCapital) SpellingOf(string tag) => IsJoint(tag[1]) && RoleOf(char.ToUpperInvariant(tag[0])) is not null
        ? (false, tag[1], char.IsUpper(tag[0])) : (true, tag[^2], char.IsUpper(tag[^1]));

    private static bool IsPrefixAlone(string tag) => tag.TrimEnd('-') is var prefix && (prefix.Length == 0 || (prefix.Length == 1 && RoleOf(prefix[0]) is not null));

    /// <summary>The letter and type of a tag that is written nearly as it should be: <c>b-PER</c>, <c>B_PER</c>, <c>B:PER</c>, <c>B–PER</c>, <c>PER-B</c>, <c>PER_B</c>; null for others.</summary>
    public static (char Letter, string Type)? Malformed(string tag)
    {
        if (tag.Length > 2 && IsJoint(tag[1]) && RoleOf(char.ToUpperInvariant(tag[0])) is not null)
        {
            return (char.ToUpperInvariant(tag[0]), tag[2..]);
        }

        return tag.Length > 2 && tag[^2] is '-' or '_' && RoleOf(tag[^1]) is not null ? (tag[^1], tag[..^2]) : null;
    }

    internal static TagRole? RoleOf(char letter) => letter switch
    {
        'B' => TagRole.Begin,
        'I' or 'M' => TagRole.Inside,
        'E' or 'L' => TagRole.End,
        'S' or 'U' or 'W' => TagRole.Single,
        _ => null,
    };

    private static bool IsJoint(char sign) => sign is '-' or '_' or ':' or '/' or '.' || LookAlikes.IsDash(sign);

    private static string Examples(IEnumerable<(string Tag, int Count)> tags) =>
        string.Join(", ", tags.Take(3).Select(pair => Visible.Quote(pair.Tag)));
}
