namespace Maner.Ner.Lexical;

/// <summary>What a list of names says of a word.</summary>
/// <param name="Kind">Hash of the list, the type, and whether the name was found as it sounds.</param>
/// <param name="IsInside">Whether the name began at an earlier word.</param>
/// <param name="Length">Words of the whole match.</param>
internal readonly record struct NameMark(ulong Kind, bool IsInside, int Length)
{
    /// <summary>The hash of a list, a type and a form: stable, since models hold weights by it.</summary>
    public static ulong Hash(string list, string type, bool isRoman) =>
        LexicalFeatures.Join(LexicalFeatures.Join(LexicalFeatures.Exact(list), LexicalFeatures.Exact(type)), isRoman ? 1UL : 0);
}
