namespace Maner.Annotation.Records;

/// <summary>A type of entities.</summary>
/// <param name="Id">Its number, which stays when the name changes.</param>
/// <param name="Name">Its name, for example <c>PER</c>.</param>
/// <param name="Color">Its colour, as <c>#RRGGBB</c>.</param>
/// <param name="Key">The key that labels with it; empty for none.</param>
/// <param name="Description">What it means, with examples, in Markdown.</param>
/// <param name="Position">Its place in the list.</param>
/// <param name="MergedInto">The type that its entities count as since a merge; null without. Such a type is in no list.</param>
/// <param name="IsRemoved">Whether it was taken away with its entities. Such a type is in no list.</param>
internal sealed record EntityType(int Id, string Name, string Color, string Key = "", string Description = "", int Position = 0, int? MergedInto = null, bool IsRemoved = false);
