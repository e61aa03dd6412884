namespace Maner.Text.Tags;

/// <summary>How tags write entities.</summary>
public enum TagScheme
{
    /// <summary><c>I-</c> for every word of an entity; <c>B-</c> only where one directly follows another of its type (Ramshaw and Marcus 1995).</summary>
    Iob1,

    /// <summary><c>B-</c> first, <c>I-</c> after; also called BIO.</summary>
    Iob2,

    /// <summary><c>B-</c>, <c>I-</c>, <c>E-</c> for the last word, <c>S-</c> for a single one; also called BIOES.</summary>
    Iobes,

    /// <summary>IOBES with <c>L-</c> for the last word and <c>U-</c> for a single one.</summary>
    Bilou,

    /// <summary>IOBES with <c>M-</c> for the middle and <c>W-</c> (or <c>S-</c>) for a single word.</summary>
    Bmewo,

    /// <summary>The type alone (<c>I-PER</c> or <c>PER</c>): two neighbours of one type cannot be told apart.</summary>
    Io,
}
