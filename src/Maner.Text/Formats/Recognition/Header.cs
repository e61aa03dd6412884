namespace Maner.Text.Formats.Recognition;

/// <summary>The names that files give to their columns in a first row.</summary>
internal static class Header
{
    private static readonly string[] s_words = ["token", "word", "words", "tokens", "form", "wordform", "surface", "tokentext", "text"];

    // The surer ones first: of several columns of tags the one named so is read.
    private static readonly string[] s_tags =
    [
        "necoarselit", "nertags", "nertag", "ner", "nerlabel", "nerlabels", "netag", "netags", "ne", "namedentity", "entitytag", "entity", "entities", "entitytype", "goldtag", "gold", "goldlabel",
        "iob", "iob2", "bio", "biotag", "iobtag", "tag", "tags", "label", "labels",
    ];

    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "", "id", "index", "idx", "i", "tokenid", "wordid", "sentence", "sentenceid", "sentenceidx", "sentid", "sent", "sentencenumber", "doc", "docid", "document", "documentid",
        "pos", "postag", "postags", "upos", "xpos", "lemma", "lemmas", "chunk", "chunktag", "feats", "head", "deprel", "deps", "misc", "start", "end", "begin", "offset",
        "predicted", "prediction", "predictions", "pred", "unnamed0", "annotator", "source",
        "necoarsemeto", "nefinelit", "nefinemeto", "nefinecomp", "nenested", "nellit", "nelmeto",
    };

    /// <summary>How sure a name is that it is that of the tags, 0 the surest; null when it is not.</summary>
    public static int? TagPlace(string name) => Array.IndexOf(s_tags, Plain(name)) is var place and >= 0 ? place : null;

    public static bool IsWord(string name) => s_words.Contains(Plain(name));

    /// <summary>Whether a name says that a column numbers or names the sentences.</summary>
    public static bool IsSentence(string name) => Plain(name) is var plain && (plain is "sent" or "sentid" or "sentidx" or "sentno" or "sentnum" or "sentnr" || plain.StartsWith("sentence", StringComparison.Ordinal));

    /// <summary>Whether CoNLL-U's last column calls the tag so: <c>NER=PER</c>.</summary>
    public static bool IsTagKey(string key) => Plain(key) is "name" or "ent" || TagPlace(key) is not null;

    /// <summary>Whether a row is names and no words: one for the words and one for the tags, or nothing but names.</summary>
    public static bool IsHeader(string[] fields) =>
        fields.Length > 1 && Array.Exists(fields, IsWord) && (Array.Exists(fields, field => TagPlace(field) is not null) || Array.TrueForAll(fields, IsKnown));

    /// <summary>CoNLL-U Plus names its columns in a comment: <c># global.columns = ID FORM NER</c>.</summary>
    public static string[]? OfComment(string line) =>
        line.StartsWith("# global.columns", StringComparison.Ordinal) && line.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? line[(at + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    private static bool IsKnown(string name) => IsWord(name) || TagPlace(name) is not null || s_others.Contains(Plain(name));

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
