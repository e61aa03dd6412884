using System.Text.Json.Serialization;

namespace Maner.Ner.Evaluation;

/// <summary>What became of a gold or predicted entity.</summary>
public enum ErrorKind
{
    /// <summary>Predicted with the same words and type.</summary>
    [JsonStringEnumMemberName("correct")]
    Correct,

    /// <summary>The same words, another type.</summary>
    [JsonStringEnumMemberName("wrong_type")]
    WrongType,

    /// <summary>Overlapping words, the same type.</summary>
    [JsonStringEnumMemberName("wrong_boundary")]
    WrongBoundary,

    /// <summary>Overlapping words, another type.</summary>
    [JsonStringEnumMemberName("wrong_type_and_boundary")]
    WrongTypeAndBoundary,

    /// <summary>A gold entity without a counterpart in the prediction.</summary>
    [JsonStringEnumMemberName("missed")]
    Missed,

    /// <summary>A predicted entity without a counterpart in the gold.</summary>
    [JsonStringEnumMemberName("spurious")]
    Spurious,
}
