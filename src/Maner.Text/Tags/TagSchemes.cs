using Maner.Text.Sentences;

namespace Maner.Text.Tags;

/// <summary>Names and writing of the tag schemes.</summary>
internal static class TagSchemes
{
    /// <summary>The names that <see cref="Parse"/> takes, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names { get; } = ["iob1", "iob2", "iobes", "bilou", "bmewo", "io"];

    /// <summary>Other names that it takes: <c>bio</c> for <c>iob2</c>, <c>bioes</c> for <c>iobes</c>.</summary>
    public static IReadOnlyList<string> OtherNames { get; } = ["bio", "bioes"];

    /// <summary>The scheme's name in lower case.</summary>
    public static string NameOf(TagScheme scheme) => Names[(int)scheme];

    /// <summary>The scheme of a name (<c>bio</c> and <c>bioes</c> are other names of <c>iob2</c> and <c>iobes</c>).</summary>
    /// <exception cref="ArgumentException">No scheme has the name.</exception>
    public static TagScheme Parse(string name)
    {
        string canonical = name switch { "bio" => "iob2", "bioes" => "iobes", _ => name };
        for (int scheme = 0; scheme < Names.Count; scheme++)
        {
            if (Names[scheme] == canonical)
            {
                return (TagScheme)scheme;
            }
        }

        throw new ArgumentException($"Expected a tag scheme ({string.Join(", ", Names)}), found '{name}'.", nameof(name));
    }

    /// <summary>Writes spans as one tag per word. <see cref="TagScheme.Io"/> joins neighbours of one type: see <see cref="CountJoinedByIo"/>.</summary>
    /// <exception cref="ArgumentException">A span leaves the sentence, is empty, or overlaps another.</exception>
    public static string[] ToTags(int wordCount, IReadOnlyList<EntitySpan> entities, TagScheme scheme)
    {
        string[] tags = Iob2.ToTags(wordCount, entities);
        foreach (EntitySpan entity in entities)
        {
            // Read before any tag of this entity is rewritten; the word before belongs to another entity or to none.
            bool follows = entity.Start > 0 && tags[entity.Start - 1].AsSpan(1).SequenceEqual("-" + entity.Type);
            for (int word = entity.Start; word < entity.End; word++)
            {
                tags[word] = Prefix(scheme, word == entity.Start, word == entity.End - 1, follows) + "-" + entity.Type;
            }
        }

        return tags;
    }

    /// <summary>How many entities directly follow another of their type: what <see cref="TagScheme.Io"/> cannot write.</summary>
    public static int CountJoinedByIo(IReadOnlyList<EntitySpan> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        int joined = 0;
        for (int i = 1; i < entities.Count; i++)
        {
            joined += entities[i].Start == entities[i - 1].End && entities[i].Type == entities[i - 1].Type ? 1 : 0;
        }

        return joined;
    }

    /// <summary>The prefix letters a scheme knows.</summary>
    internal static string Letters(TagScheme scheme) => scheme switch
    {
        TagScheme.Iob1 or TagScheme.Iob2 => "BI",
        TagScheme.Iobes => "BIES",
        TagScheme.Bilou => "BILU",
        TagScheme.Bmewo => "BMEWS",
        _ => "I",
    };

    /// <summary>Whether the last word of an entity has a tag of its own.</summary>
    internal static bool MarksEnds(TagScheme scheme) => scheme is TagScheme.Iobes or TagScheme.Bilou or TagScheme.Bmewo;

    private static char Prefix(TagScheme scheme, bool first, bool last, bool follows) => scheme switch
    {
        TagScheme.Io => 'I',
        TagScheme.Iob1 => first && follows ? 'B' : 'I',
        TagScheme.Iob2 => first ? 'B' : 'I',
        _ => (first, last) switch
        {
            (true, true) => scheme == TagScheme.Iobes ? 'S' : scheme == TagScheme.Bilou ? 'U' : 'W',
            (true, false) => 'B',
            (false, true) => scheme == TagScheme.Bilou ? 'L' : 'E',
            _ => scheme == TagScheme.Bmewo ? 'M' : 'I',
        },
    };
}
