using System.Text;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>
/// Tags that are slips of others, told by their letters and by how rare they are: glued to a word (<c>Madaktari'I-ORG</c>), with a letter of
/// another script (a Cyrillic <c>О</c>), a dash that is no hyphen, an invisible character. Rare ones are read as outside; frequent ones as what is meant.
/// </summary>
internal sealed class StrayTags
{
    private const int FewWords = 2;
    private const int Beside = 20; // times as frequent as a slip is what it is a slip of

    private readonly Dictionary<string, string> _why = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _meant = new(StringComparer.Ordinal);

    private StrayTags()
    {
    }

    /// <summary>Why a tag is none; null for the others.</summary>
    public string? WhyOf(string tag) => _why.Count == 0 ? null : _why.GetValueOrDefault(tag);

    /// <summary>What a tag is that is written with other letters throughout; null for the others.</summary>
    public string? MeantBy(string tag) => _meant.Count == 0 ? null : _meant.GetValueOrDefault(tag);

    /// <summary>Looks at all tags of a file.</summary>
    /// <param name="counts">How often each occurs.</param>
    /// <param name="outside">The tag of words outside.</param>
    /// <param name="isBare">Whether the file's tags have no hyphen.</param>
    /// <param name="keep">Whether rare ones are kept all the same.</param>
    public static StrayTags Find(IReadOnlyDictionary<string, int> counts, string outside, bool isBare, bool keep)
    {
        var strays = new StrayTags();
        string[] prefixed = [.. counts.Keys.Where(TagSyntax.HasStandardPrefix).Order(StringComparer.Ordinal)];
        var types = prefixed.Where(tag => Ascii.IsValid(tag)).Select(tag => tag[2..]).ToHashSet(StringComparer.Ordinal);
        long all = prefixed.Sum(tag => (long)counts[tag]);
        foreach ((string tag, int count) in counts)
        {
            if (tag == outside)
            {
                continue;
            }

            string plain = LookAlikes.Latin(tag);
            if (plain != tag && plain.Length > 0 && IsKnown(plain))
            {
                if (count > FewWords && count * (long)Beside > counts.GetValueOrDefault(plain))
                {
                    strays._meant.Add(tag, plain);
                }
                else if (!keep || plain == outside)
                {
                    strays._why.Add(tag, $"{Kind(tag)} ({Visible.Quote(plain)} is meant)");
                }
            }
            else if (!keep && count <= FewWords && Array.Find(prefixed, other => other.Length < tag.Length && counts[other] >= count && IsGlued(tag, other)) is { } glued)
            {
                strays._why.Add(tag, $"holds the tag {Visible.Quote(glued)} of other words (a separator is missing in front of it)");
            }
            else if (!keep && !isBare && count <= FewWords && all >= count * (long)Beside && IsBareWord(tag) && !types.Contains(tag) && !types.Contains(tag.ToUpperInvariant()))
            {
                strays._why.Add(tag, "has no prefix and a type that no other tag has");
            }
        }

        return strays;

        bool IsKnown(string plain) => plain == outside || plain == Iob2.Outside || counts.ContainsKey(plain) || (plain.Length > 2 && plain[1] == '-' && types.Contains(plain[2..]))
            || (Ascii.IsValid(plain) && TagSyntax.HasStandardPrefix(plain));
    }

    private static string Kind(string tag) => LookAlikes.HasUnseen(tag) ? "has a sign that is not seen"
        : tag.Any(LookAlikes.IsDash) ? "has a dash that is no hyphen" : "has a letter of another script that looks like a Latin one";

    private static bool IsGlued(string tag, string other) => tag.EndsWith(other, StringComparison.Ordinal) && !tag.EndsWith("-" + other, StringComparison.Ordinal);

    private static bool IsBareWord(string tag) => !TagSyntax.HasStandardPrefix(tag) && TagSyntax.Malformed(tag) is null && char.IsLetter(tag[0])
        && !(tag.Length > 2 && tag[1] == '-') && tag.ToUpperInvariant() is not ("O" or "OTHER" or "OUTSIDE" or "NONE" or "B" or "I" or "B-" or "I-");
}
