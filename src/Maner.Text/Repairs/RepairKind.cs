namespace Maner.Text.Repairs;

/// <summary>The kinds of issues that a reader finds.</summary>
public enum RepairKind
{
    /// <summary>An <c>I-</c> that continues no entity.</summary>
    InsideWithoutBegin,

    /// <summary>The type changes inside an entity, as in <c>B-PER I-LOC</c>.</summary>
    TypeChange,

    /// <summary>An <c>E-</c> (<c>L-</c>) that ends no entity.</summary>
    EndWithoutBegin,

    /// <summary>An entity of a scheme with end tags that has none.</summary>
    UnfinishedEntity,

    /// <summary>A <c>B-</c> that IOB1 does not allow: it follows no entity of its type.</summary>
    UnexpectedBegin,

    /// <summary>A prefix of another scheme than the file's, as <c>S-</c> in IOB2.</summary>
    PrefixOfAnotherScheme,

    /// <summary>A tag that no scheme writes so: no prefix, a lower-case prefix, <c>B_PER</c>, <c>PER-B</c>.</summary>
    UnknownPrefix,

    /// <summary>A tag, or a type with one or two entities, that is a slip of others. Its words are read as outside.</summary>
    StrayTag,

    /// <summary>A word of no characters. It keeps its place.</summary>
    EmptyToken,

    /// <summary>A word without a tag in a file with tags.</summary>
    MissingTag,

    /// <summary>A line with more or fewer columns than the file's others.</summary>
    ColumnCount,

    /// <summary>A line whose columns are separated by spaces where the file's others use tabs.</summary>
    Separator,

    /// <summary>A number of the column that counts words which does not follow the last.</summary>
    CountGap,

    /// <summary>A word without the prefix that nearly all words of the file have, such as WikiANN's <c>sw:</c>.</summary>
    MissingPrefix,

    /// <summary>White space inside a word.</summary>
    WhitespaceInToken,

    /// <summary>A control character (C0 or C1) inside a word.</summary>
    ControlCharacter,

    /// <summary>An invisible character inside a word: a soft hyphen, a zero-width space, a direction mark, a byte-order mark.</summary>
    InvisibleCharacter,

    /// <summary>A JSON Lines record without words.</summary>
    EmptySentence,

    /// <summary>Something about the whole file that is hardly meant: words that are all numbers, no blank line in thousands of words.</summary>
    Implausible,

    /// <summary>A sentence whose words also occur earlier in the file.</summary>
    DuplicateSentence,

    /// <summary>A sentence whose words are also in another of the files.</summary>
    Overlap,

    /// <summary>Marked stretches of text that overlap, nest, or are the same twice.</summary>
    OverlappingSpans,

    /// <summary>An entity of several pieces with other text between them.</summary>
    DiscontinuousSpan,

    /// <summary>An entity that begins or ends inside a word.</summary>
    SpanInsideWord,

    /// <summary>An entity in two of the file's sentences, or in none.</summary>
    SpanAcrossSentences,

    /// <summary>An entity without text.</summary>
    EmptySpan,

    /// <summary>An entity with white space at its ends.</summary>
    SpanTrimmed,

    /// <summary>Text that is in none of the file's own tokens.</summary>
    TextOutsideTokens,

    /// <summary>Something that is no named entity: a relation, an event, a note, another layer.</summary>
    OtherAnnotation,

    /// <summary>A record or task that is not used: rejected, skipped, without labels, only predicted.</summary>
    SkippedRecord,

    /// <summary>A task that several people have labelled.</summary>
    SeveralAnnotations,

    /// <summary>On writing: borders of words or sentences that the format has no place for.</summary>
    BordersLost,

    /// <summary>On writing: a type or character that the format has no way to write.</summary>
    TextChanged,
}
