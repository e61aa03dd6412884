namespace Maner.Text.Formats;

/// <summary>Tags whose prefix stands right before the type: <c>BNEP</c> and <c>INEP</c> are one type, not two.</summary>
internal static class GluedTags
{
    /// <summary>Whether nearly all tags begin with a prefix, and most of what is behind B is also behind I.</summary>
    public static bool Are((string Tag, int Count)[] inside)
    {
        int total = inside.Sum(pair => pair.Count), cut = inside.Where(pair => Split(pair.Tag) is not null).Sum(pair => pair.Count);
        if (total == 0 || cut * 20L < total * 19L)
        {
            return false;
        }

        string[] begins = TypesOf('B'), goesOn = TypesOf('I');
        return begins.Length > 0 && begins.Count(goesOn.Contains) * 2 > begins.Length;

        string[] TypesOf(char letter) => [.. inside.Where(pair => Split(pair.Tag)?.Letter == letter).Select(pair => pair.Tag[1..])];
    }

    /// <summary>The prefix and the type; null for a tag that has none.</summary>
    public static (char Letter, string Type)? Split(string tag) =>
        tag.Length > 2 && tag[0] is 'B' or 'I' or 'E' or 'S' && char.IsLetter(tag[1]) ? (tag[0], tag[1..]) : null;
}
