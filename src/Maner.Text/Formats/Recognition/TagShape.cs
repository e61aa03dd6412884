using Maner.Text.Tags;

namespace Maner.Text.Formats.Recognition;

/// <summary>What a single value looks like, by its letters alone.</summary>
internal static class TagShape
{
    // The phrases of CoNLL-2000 and of the German and French chunkers: B-NP is no name.
    private static readonly HashSet<string> s_phrases = new(StringComparer.OrdinalIgnoreCase)
    {
        "NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC", "NX", "VX", "PX", "AP", "AC", "CC", "VG", "VN", "ADV",
    };

    // The last column of HIPE's files.
    private static readonly HashSet<string> s_flags = new(StringComparer.Ordinal)
    {
        "NoSpaceAfter", "EndOfLine", "EndOfSentence", "PySBDSegment", "SpaceAfter", "SpacesAfter",
    };

    /// <summary>A prefix of a scheme, a hyphen and a type, and not two such tags joined (Universal NER's <c>B-PER#O</c>).</summary>
    public static bool IsPrefixed(string value) =>
        TagSyntax.HasStandardPrefix(value) && !(value.IndexOf('#', StringComparison.Ordinal) is var at and > 0 && TagSyntax.IsStandard(value[(at + 1)..]));

    /// <summary>Whether a type is a phrase of syntax.</summary>
    public static bool IsPhrase(string type) => s_phrases.Contains(type);

    /// <summary>Flags of a word, one or several: <c>NoSpaceAfter|EndOfLine</c>, <c>LED0.33</c>.</summary>
    public static bool IsFlags(string value) => Array.TrueForAll(value.Split('|'), flag => s_flags.Contains(flag)
        || (flag.StartsWith("LED", StringComparison.Ordinal) && flag.Length > 3 && char.IsAsciiDigit(flag[3])));

    /// <summary>Whether flags say that a sentence ends here.</summary>
    public static bool EndsSentence(string flags) =>
        flags.Contains("PySBDSegment", StringComparison.Ordinal) || flags.Contains("EndOfSentence", StringComparison.Ordinal);

    /// <summary>CoNLL-U's <c>name=B-PER|SpaceAfter=No</c>.</summary>
    public static bool IsKeyValue(string value) => value.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < value.Length - 1 && !value.Contains(' ', StringComparison.Ordinal);

    /// <summary>An entry of Wikidata.</summary>
    public static bool IsWikidata(string value) =>
        value == "NIL" || (value.Length > 1 && value[0] == 'Q' && !value.AsSpan(1).ContainsAnyExceptInRange('0', '9'));

    /// <summary>Nothing, as CoNLL-U and HIPE write it.</summary>
    public static bool IsNothing(string value) => value is "" or "_" or "-";

    /// <summary>A tag as a file writes it whose words outside are <c>o</c>, or <c>O</c>.</summary>
    public static bool IsOutside(string value) => value is Iob2.Outside or "o";

    /// <summary>A part of speech as its tag sets write it: <c>NNP</c>, <c>PRP$</c>, <c>VVFIN</c>, signs.</summary>
    public static bool IsPartOfSpeech(string value) => value.Length <= 8 && !value.AsSpan().ContainsAnyInRange('a', 'z') && value.All(char.IsAscii);
}
