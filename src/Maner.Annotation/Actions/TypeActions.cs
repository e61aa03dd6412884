namespace Maner.Annotation.Actions;

/// <summary>Adds a type. Only curators, as all changes of types.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour as <c>#RRGGBB</c>; null for the next of the palette.</param>
/// <param name="Key">The key that labels with it; null for the next free digit.</param>
/// <param name="Description">What it means, in Markdown.</param>
internal sealed record AddType(string Name, string? Color = null, string? Key = null, string Description = "") : AnnotationAction;

/// <summary>Renames, recolours or moves a type, or gives it another key or description. What is null stays.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Key">Its key.</param>
/// <param name="Description">Its description.</param>
/// <param name="Position">Its place in the list, from 0.</param>
internal sealed record ChangeType(int Type, string? Name = null, string? Color = null, string? Key = null, string? Description = null, int? Position = null) : AnnotationAction;

/// <summary>Makes all entities of one type entities of another; the first leaves the list.</summary>
/// <param name="Type">The type that goes.</param>
/// <param name="Into">The type that stays.</param>
internal sealed record MergeTypes(int Type, int Into) : AnnotationAction;

/// <summary>Takes a type out of the list.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="WithEntities">Whether its entities go too; otherwise a type that has any stays, and the action is refused.</param>
internal sealed record RemoveType(int Type, bool WithEntities = false) : AnnotationAction;
