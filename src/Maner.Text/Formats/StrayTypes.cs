using System.Buffers;
using System.Globalization;
using Maner.Text.Repairs;

namespace Maner.Text.Formats;

/// <summary>
/// Types with one or two entities that would become classes of a model though they are slips: nearly the name of a frequent type (<c>PRE</c> beside
/// <c>PER</c>), or a name that no tag set knows, alone beside frequent ones. A small file whose DATE has two entities keeps it.
/// </summary>
internal static class StrayTypes
{
    private const int FewEntities = 2;
    private const int Beside = 20;

    // Types that are known to be types are rare for honest reasons.
    private static readonly HashSet<string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        "PER", "PERS", "PERSON", "LOC", "LOCATION", "ORG", "ORGANIZATION", "ORGANISATION", "MISC", "GPE", "DATE", "TIME", "MONEY", "PERCENT", "NUM", "NUMBER", "QUANTITY", "CARDINAL", "ORDINAL",
        "NORP", "FAC", "FACILITY", "PRODUCT", "PROD", "PRO", "EVENT", "EVT", "EVE", "LAW", "LANGUAGE", "LANG", "LAN", "WORK_OF_ART", "WORK", "ART", "TITLE", "TIM", "GEO", "NAT", "VEH", "WEA",
        "DISEASE", "DRUG", "GENE", "PROTEIN", "CHEMICAL", "SPECIES", "GROUP", "CORPORATION", "CREATIVE-WORK", "DESIGNATION", "POSITION", "PLACE", "COUNTRY", "CITY", "ADDRESS", "EMAIL", "URL",
        "PHONE", "AGE", "CURRENCY", "CRD", "REG", "NAME", "ANIM", "BIO", "CEL", "DIS", "FOOD", "INST", "MEDIA", "MYTH", "PLANT", "OTH", "OTHER", "PERIOD", "TERM", "CW", "CORP", "GRP", "HUMANPROD",
    };

    // No tag set writes these in a name.
    private static readonly SearchValues<char> s_signs = SearchValues.Create("\"'`()[]{}<>,;!?*");

    /// <summary>The types to leave out, each with why.</summary>
    /// <param name="entities">The number of entities of each type.</param>
    public static Dictionary<string, string> Find(IReadOnlyDictionary<string, int> entities)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        KeyValuePair<string, int>[] rare = [.. entities.Where(pair => pair.Value <= FewEntities).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        foreach ((string type, int count) in rare)
        {
            KeyValuePair<string, int> meant = entities.Where(pair => pair.Value >= count * (long)(Nearness(type, pair.Key) ?? int.MaxValue))
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault();
            if (meant.Key is not null)
            {
                found.Add(type, $"is of the type {Visible.Quote(type)}, which {Times(count)} beside {Visible.Quote(meant.Key)}, which {Times(meant.Value)}");
            }
        }

        KeyValuePair<string, int>[] others = [.. entities.Where(pair => !found.ContainsKey(pair.Key))];
        KeyValuePair<string, int>[] lone = [.. others.Where(pair => pair.Value <= FewEntities && !s_known.Contains(pair.Key))];
        int next = others.Where(pair => !lone.Contains(pair)).Select(pair => pair.Value).DefaultIfEmpty().Min();
        foreach ((string type, int count) in lone)
        {
            if (next >= count * Beside || (!IsName(type) && next > count))
            {
                found.Add(type, $"is of the type {Visible.Quote(type)}, which {Times(count)}, while each other type {Times(next)} or more");
            }
        }

        return found;
    }

    /// <summary>Two types whose names differ in case or signs alone; null where there are none.</summary>
    public static (string One, string Other)? SameName(IReadOnlySet<string> types)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string type in types.Order(StringComparer.Ordinal))
        {
            if (Plain(type) is { Length: > 0 } name && !byName.TryAdd(name, type))
            {
                return (byName[name], type);
            }
        }

        return null;
    }

    // How many times as frequent the other type must be for this one to be a slip of it; null where the names are far apart.
    private static int? Nearness(string type, string other)
    {
        if (type == other || type.Length == 0 || other.Length == 0)
        {
            return null;
        }

        if (Plain(type) == Plain(other))
        {
            return 3;
        }

        if (s_known.Contains(type) || Math.Min(type.Length, other.Length) < 3)
        {
            return null;
        }

        string one = Plain(type), two = Plain(other);
        return IsSwapped(one, two) ? 5 : IsOneEditAway(one, two) ? Math.Max(one.Length, two.Length) >= 5 ? 10 : Beside : null;
    }

    private static string Plain(string type) => string.Concat(LookAlikes.Latin(type).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static bool IsName(string type) => type.Any(char.IsLetter) && !type.AsSpan().ContainsAny(s_signs);

    private static bool IsSwapped(string one, string two)
    {
        int at = one.AsSpan().CommonPrefixLength(two);
        return one.Length == two.Length && at + 1 < one.Length && one[at] == two[at + 1] && one[at + 1] == two[at] && one.AsSpan(at + 2).SequenceEqual(two.AsSpan(at + 2));
    }

    private static bool IsOneEditAway(string one, string two)
    {
        (string shorter, string longer) = one.Length <= two.Length ? (one, two) : (two, one);
        int at = shorter.AsSpan().CommonPrefixLength(longer);
        return longer.Length - shorter.Length <= 1 && (longer.Length == shorter.Length
            ? at < shorter.Length && shorter.AsSpan(at + 1).SequenceEqual(longer.AsSpan(at + 1))
            : shorter.AsSpan(at).SequenceEqual(longer.AsSpan(at + 1)));
    }

    private static string Times(int count) => count switch
    {
        1 => "occurs once",
        2 => "occurs twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"occurs {count} times"),
    };
}
