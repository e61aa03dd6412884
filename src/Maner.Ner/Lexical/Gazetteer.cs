using System.Security.Cryptography;
using System.Text;

namespace Maner.Ner.Lexical;

/// <summary>
/// Lists of names with their types, which the lexical CRF looks words up in (<see cref="NameMatcher"/>). Immutable. The same names make the same
/// gazetteer, in whatever order and how often they were given, so that a model's bits do not depend on it.
/// </summary>
internal sealed class Gazetteer
{
    /// <summary>The list of whoever trains.</summary>
    public const string OwnList = "own";

    private Gazetteer(ListedName[] names) => Names = names;

    /// <summary>No names: what a model without lists has.</summary>
    public static Gazetteer Empty { get; } = new([]);

    /// <summary>The names, each with each of its types once, in ordinal order.</summary>
    public IReadOnlyList<ListedName> Names { get; }

    /// <summary>The types, in ordinal order.</summary>
    public IReadOnlyList<string> Types => [.. Names.Select(name => name.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>SHA-256 of the names as <see cref="GazetteerFile"/> writes them, in lower-case hexadecimal.</summary>
    public string Sha256 => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(GazetteerFile.Write(this))));

    /// <summary>A gazetteer of names; what is given twice counts once, and a name with two types keeps both.</summary>
    public static Gazetteer Of(IEnumerable<ListedName> names)
    {
        ListedName[] sorted = [.. names.Distinct()
            .OrderBy(name => name.List, StringComparer.Ordinal).ThenBy(name => name.Name, StringComparer.Ordinal).ThenBy(name => name.Type, StringComparer.Ordinal)];
        return sorted.Length == 0 ? Empty : new Gazetteer(sorted);
    }

    /// <summary>All names of several.</summary>
    public static Gazetteer Join(IEnumerable<Gazetteer> parts) => Of(parts.SelectMany(part => part.Names));
}
