using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>
/// How a file spells its tags: with prefixes (<c>B-PER</c>) or bare (<c>PER</c>), and what is outside entities.
/// Made from the counts of all tags, so that a stray tag is told from a habit.
/// </summary>
internal sealed class TagSyntax
{
    private static readonly string[] OutsideNames = ["OTHER", "OUTSIDE", "NONE", "_", "0", "O"];

    private TagSyntax(string outside, bool isBare)
    {
        Outside = outside;
        IsBare = isBare;
    }

    /// <summary>The tag of words outside entities.</summary>
    public string Outside { get; }

    /// <summary>Whether tags are types without prefixes.</summary>
    public bool IsBare { get; }

    /// <summary>Tells the syntax from how often each tag occurs; null when these are evidently no tags, with the reason.</summary>
    public static TagSyntax? Of(IReadOnlyDictionary<string, int> counts, LabelledDataOptions options, out string reason)
    {
        (string Tag, int Count)[] byCount = [.. counts.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        string? outside = options.Outside ?? FindOutside(byCount);
        (string Tag, int Count)[] inside = [.. byCount.Where(pair => pair.Tag != outside)];
        int total = inside.Sum(pair => pair.Count);
        int prefixed = inside.Where(pair => HasStandardPrefix(pair.Tag)).Sum(pair => pair.Count);
        bool isMalformed = prefixed == 0 && total > 0 && inside.All(pair => Malformed(pair.Tag) is not null);
        bool isBare = prefixed == 0 && !isMalformed && options.Scheme is null or TagScheme.Io;
        reason = "";
        if (!isMalformed && prefixed > 0 && prefixed * 2 < total && options.Scheme is null)
        {
            reason = $"most tags have no prefix ({Examples(inside.Where(pair => !HasStandardPrefix(pair.Tag)))}) but some do " +
                $"({Examples(inside.Where(pair => HasStandardPrefix(pair.Tag)))})";
        }
        else if (isBare && inside.Length > 0 && inside.All(pair => IsPrefixAlone(pair.Tag)))
        {
            reason = $"the tags have prefixes but no types ({Examples(inside)}; write B-TYPE, I-TYPE)";
        }
        else if (isBare && outside is null)
        {
            reason = $"the tags are {Examples(inside)} with no 'O' for words outside entities";
        }
        else if (isBare && inside.Length > 16 && inside.Length * 10 > total)
        {
            reason = $"there are {inside.Length} different tags on {total} words ({Examples(inside)})";
        }

        return reason.Length == 0 ? new TagSyntax(outside ?? Iob2.Outside, isBare) : null;
    }

    public static bool HasStandardPrefix(string tag) => tag.Length > 2 && tag[1] == '-' && RoleOf(tag[0]) is not null;

    /// <summary>Whether it is a tag as the common schemes write it: O, or a prefix and a type.</summary>
    public static bool IsStandard(string tag) => tag == Iob2.Outside || HasStandardPrefix(tag);

    public ParsedTag Parse(string tag)
    {
        if (tag == Outside)
        {
            return new ParsedTag(TagRole.Outside, "");
        }

        if (HasStandardPrefix(tag))
        {
            return new ParsedTag(RoleOf(tag[0])!.Value, tag[2..], tag[0]);
        }

        if (!IsBare && Malformed(tag) is (char letter, string type))
        {
            return new ParsedTag(RoleOf(letter)!.Value, type, letter, $"read as '{letter}-{type}'");
        }

        if (Array.IndexOf(OutsideNames, tag.ToUpperInvariant()) > (IsBare ? 2 : -1) || !char.IsLetter(tag[0]))
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
        if (byCount.Any(pair => pair.Tag == Iob2.Outside))
        {
            return Iob2.Outside;
        }

        string commonest = byCount.FirstOrDefault(pair => !HasStandardPrefix(pair.Tag)).Tag ?? "";
        bool first = byCount.Length > 0 && (byCount[0].Tag == commonest || byCount.Any(pair => HasStandardPrefix(pair.Tag)));
        return first && OutsideNames.Contains(commonest.ToUpperInvariant()) ? commonest : null;
    }

    private static bool IsPrefixAlone(string tag) => tag.TrimEnd('-') is var prefix && (prefix.Length == 0 || (prefix.Length == 1 && RoleOf(prefix[0]) is not null));

    // b-PER, B_PER, PER-B, PER_B.
    private static (char Letter, string Type)? Malformed(string tag)
    {
        if (tag.Length > 2 && tag[1] is '-' or '_' && RoleOf(char.ToUpperInvariant(tag[0])) is not null)
        {
            return (char.ToUpperInvariant(tag[0]), tag[2..]);
        }

        return tag.Length > 2 && tag[^2] is '-' or '_' && RoleOf(tag[^1]) is not null ? (tag[^1], tag[..^2]) : null;
    }

    private static TagRole? RoleOf(char letter) => letter switch
    {
        'B' => TagRole.Begin,
        'I' or 'M' => TagRole.Inside,
        'E' or 'L' => TagRole.End,
        'S' or 'U' or 'W' => TagRole.Single,
        _ => null,
    };

    private static string Examples(IEnumerable<(string Tag, int Count)> tags) =>
        string.Join(", ", tags.Take(3).Select(pair => Visible.Quote(pair.Tag)));
}
