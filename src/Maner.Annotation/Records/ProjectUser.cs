using System.Text.Json.Serialization;

namespace Maner.Annotation.Records;

/// <summary>What a person may do.</summary>
internal enum UserRole
{
    /// <summary>Annotates.</summary>
    [JsonStringEnumMemberName("annotator")]
    Annotator,

    /// <summary>Annotates, adjudicates, and changes types, guidelines, words, borders, people and assignments.</summary>
    [JsonStringEnumMemberName("curator")]
    Curator,
}

/// <summary>A person of the project.</summary>
/// <param name="Id">The person's number, from 1.</param>
/// <param name="Name">The name to log in with.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="HasPassword">Whether a password was set: without one a person works on this machine alone.</param>
/// <param name="IsActive">Whether the person may still log in.</param>
internal sealed record ProjectUser(int Id, string Name, UserRole Role, bool HasPassword, bool IsActive);
