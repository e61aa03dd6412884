using System.Text.Json.Serialization;

namespace Maner.Annotation.Records;

/// <summary>How far a person is with a sentence.</summary>
internal enum SentenceState
{
    /// <summary>Nothing is confirmed; there may be spans.</summary>
    [JsonStringEnumMemberName("new")]
    New,

    /// <summary>The spans are all that there are; without spans: no entities.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Left out on purpose.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
