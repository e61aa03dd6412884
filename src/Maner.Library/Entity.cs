namespace Maner;

/// <summary>A named entity that a model found in a text. Immutable.</summary>
/// <param name="Text">Its text, as it is in the sentence.</param>
/// <param name="Type">Its type, such as <c>PER</c>.</param>
/// <param name="Begin">Where it begins in the sentence's text, in UTF-16 code units, as C# counts.</param>
/// <param name="Length">Its length in UTF-16 code units.</param>
/// <param name="BeginInCodePoints">Where it begins in Unicode code points, as Python and most annotation tools count.</param>
/// <param name="LengthInCodePoints">Its length in code points.</param>
/// <param name="FirstWord">Index of its first word.</param>
/// <param name="WordCount">Number of its words.</param>
/// <param name="Probability">The lowest of its words' probabilities for their tags, 0 to 1.</param>
public sealed record Entity(
    string Text, string Type, int Begin, int Length, int BeginInCodePoints, int LengthInCodePoints, int FirstWord, int WordCount, float Probability);
