namespace Maner.Text.Tags;

/// <summary>What a tag says about its word's place in an entity.</summary>
internal enum TagRole
{
    Outside,
    Begin,
    Inside,
    End,
    Single,

    /// <summary>A type without a prefix: continues an entity of that type or starts one.</summary>
    Bare,
}

/// <summary>A tag taken apart.</summary>
/// <param name="Role">The place in the entity.</param>
/// <param name="Type">The entity type; empty outside.</param>
/// <param name="Letter">The prefix letter in upper case; NUL without one.</param>
/// <param name="Repaired">How a malformed tag was read, or null for a well-formed one.</param>
internal readonly record struct ParsedTag(TagRole Role, string Type, char Letter = '\0', string? Repaired = null);
