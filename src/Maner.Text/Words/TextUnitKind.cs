namespace Maner.Text.Words;

/// <summary>What a <see cref="TextUnit"/> does in word splitting.</summary>
internal enum TextUnitKind
{
    /// <summary>A letter of a script that runs letters together into words, or a mark without a base.</summary>
    Letter,

    /// <summary>A digit or other number.</summary>
    Digit,

    /// <summary>A sign that joins letters and digits.</summary>
    Joiner,

    /// <summary>A sign that joins digits only.</summary>
    DigitJoiner,

    /// <summary>An invisible format mark, such as a soft hyphen or a direction mark.</summary>
    Format,

    /// <summary>A word by itself: a sign, or a character of a script in which each is one.</summary>
    Alone,
}
