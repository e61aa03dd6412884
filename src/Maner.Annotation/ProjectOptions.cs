namespace Maner.Annotation;

/// <summary>How a project is created or opened.</summary>
internal sealed record ProjectOptions
{
    /// <summary>The names of the first types; only for a new project.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["PER", "LOC", "ORG", "DATE"];

    /// <summary>The name of the first user, a curator without a password; only for a new project.</summary>
    public string Owner { get; init; } = "me";

    /// <summary>Whether nothing may be written: then several processes can read, also beside one that writes.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Pages that the file may have, 4096 bytes each; 0 for no limit.</summary>
    public int MaxPages { get; init; }
}
