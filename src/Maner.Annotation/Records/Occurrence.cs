using System.Text.Json.Serialization;

namespace Maner.Annotation.Records;

/// <summary>What a person has where some words occur.</summary>
internal enum OccurrenceKind
{
    /// <summary>No entity.</summary>
    [JsonStringEnumMemberName("free")]
    Free,

    /// <summary>The same words with the same type.</summary>
    [JsonStringEnumMemberName("same-label")]
    SameLabel,

    /// <summary>The same words with another type.</summary>
    [JsonStringEnumMemberName("other-type")]
    OtherType,

    /// <summary>An entity that shares some of the words only, or has more.</summary>
    [JsonStringEnumMemberName("other-borders")]
    OtherBorders,
}

/// <summary>A place where some words occur.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">Its revision for the person.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Kind">What is there.</param>
/// <param name="State">How far the person is with the sentence.</param>
/// <param name="Left">The text in front of it.</param>
/// <param name="Key">The text itself.</param>
/// <param name="Right">The text behind it.</param>
/// <param name="Type">The type of the entity that is there; null for none.</param>
internal sealed record Occurrence(
    long Sentence, long Revision, int First, int End, OccurrenceKind Kind, SentenceState State, string Left, string Key, string Right, int? Type);

/// <summary>Words that are labelled in different ways.</summary>
/// <param name="Text">The words.</param>
/// <param name="Types">How many entities they are of each type, the most frequent first.</param>
internal sealed record Inconsistency(string Text, IReadOnlyList<TypeCount> Types);

/// <summary>How often a type occurs.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="Count">How many entities.</param>
internal readonly record struct TypeCount(int Type, int Count);
