namespace Maner.Text.Tokenization.Json;

/// <summary>A token that is found in text before anything is cut.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSingleWord">Whether it counts only where no letter of a word is next to it.</param>
/// <param name="TakesSpaceBefore">Whether the white space before it belongs to it.</param>
/// <param name="TakesSpaceAfter">Whether the white space after it belongs to it.</param>
/// <param name="IsNormalized">Whether it is found in the normalised text instead of the original one.</param>
/// <param name="IsSpecial">Whether it is no text.</param>
internal sealed record AddedToken(
    string Content, int Id, bool IsSingleWord, bool TakesSpaceBefore, bool TakesSpaceAfter, bool IsNormalized, bool IsSpecial);
