namespace Maner.Text.Formats;

/// <summary>Types that come in pairs: <c>PERB</c> and <c>PERI</c>, <c>begin_PER</c> and <c>inside_PER</c>. Prefixes in another spelling were taken for parts of types.</summary>
internal static class PairedTypes
{
    private static readonly (string Begin, string Inside)[] s_markers = [("BEGINNING", "INSIDE"), ("BEGIN", "INSIDE"), ("BEG", "IN"), ("START", "CONT"), ("FIRST", "IN"), ("B", "I")];

    /// <summary>The first pair; null where not most types have a partner.</summary>
    public static (string Begin, string Inside)? Find(IReadOnlySet<string> types)
    {
        (string, string)? found = null;
        int paired = 0;
        foreach (string type in types.Order(StringComparer.Ordinal))
        {
            if (PartnerOf(type, types) is { } partner)
            {
                found ??= (type, partner);
                paired += 2;
            }
        }

        return paired * 2 > types.Count ? found : null;
    }

    private static string? PartnerOf(string type, IReadOnlySet<string> types)
    {
        foreach ((string begin, string inside) in s_markers)
        {
            string? partner = type.Length <= begin.Length + 1 ? null
                : type.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? types.FirstOrDefault(other => other.Equals(inside + type[begin.Length..], StringComparison.OrdinalIgnoreCase))
                : type.EndsWith(begin, StringComparison.OrdinalIgnoreCase) ? types.FirstOrDefault(other => other.Equals(type[..^begin.Length] + inside, StringComparison.OrdinalIgnoreCase))
                : null;
            if (partner is not null)
            {
                return partner;
            }
        }

        return null;
    }
}
