namespace Maner.Text.Unicode;

/// <summary>A letter of a rewritten text, and what it does to the letters of the text before.</summary>
/// <param name="Letter">The letter's code point.</param>
/// <param name="Change">1: it is added; 0: it takes the place of one letter; −n: it takes the place of one letter and of the n letters after it.</param>
internal readonly record struct LetterChange(int Letter, int Change);
