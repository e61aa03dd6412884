namespace Maner.Text.Words;

/// <summary>
/// How a set of labelled data cuts words where data sets differ: what <see cref="WordSplitter"/> does otherwise than by default. Learned by
/// <see cref="WordRuleLearner"/>, kept with the model.
/// </summary>
internal sealed record WordRules
{
    /// <summary>The default: nothing is done otherwise.</summary>
    public static WordRules Default { get; } = new();

    /// <summary>Whether words are cut at white space alone, punctuation left on them.</summary>
    public bool SpacesOnly { get; init; }

    /// <summary>Joiners that do not join here: <c>-</c> where the data has <c>COVID - 19</c>.</summary>
    public string Cut { get; init; } = "";

    /// <summary>More signs that join the letters or digits on both sides: <c>/</c> where the data has <c>AC/DC</c>.</summary>
    public string JoinLetters { get; init; } = "";

    /// <summary>More signs that join digits: <c>:</c> where the data has <c>12:30</c>.</summary>
    public string JoinDigits { get; init; } = "";

    /// <summary>Signs that a number keeps before it (<c>$5</c>).</summary>
    public string BeforeDigits { get; init; } = "";

    /// <summary>Signs that a number keeps after it (<c>50%</c>).</summary>
    public string AfterDigits { get; init; } = "";

    /// <summary>Whether a hashtag is cut from its sign.</summary>
    public bool CutHashtags { get; init; }

    /// <summary>Whether a mention is cut from its sign.</summary>
    public bool CutMentions { get; init; }

    /// <summary>Whether initials keep their period (<c>J.</c>).</summary>
    public bool Initials { get; init; }

    /// <summary>Whether letters with periods are one word (<c>U.S.</c>).</summary>
    public bool Acronyms { get; init; }

    /// <summary>Whether a number keeps a period inside a sentence (<c>3. Oktober</c>).</summary>
    public bool Ordinals { get; init; }

    /// <summary>Words that begin with an apostrophe, folded: <c>'yan</c>. With <c>*</c> at the end all words that begin so.</summary>
    public IReadOnlyList<string> Leading { get; init; } = [];

    /// <summary>Ends that are words of their own, folded: <c>'s</c>, <c>n't</c>.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>Beginnings that are words of their own, folded: <c>l'</c>.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Words that stay whole although the rules above would cut them, the most frequent first.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];
}
