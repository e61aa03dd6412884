using System.Text.Json.Serialization;
using Maner.Text.Tags;

namespace Maner.Ner.Evaluation;

/// <summary>How predicted tags are read as entities. Published F1 values differ by this rule, so reports give both.</summary>
public enum SpanRule
{
    /// <summary>Only a <c>B-X</c> starts an entity: <see cref="Iob2.ToSpansStrict"/>, seqeval's <c>mode="strict", scheme=IOB2</c>.</summary>
    [JsonStringEnumMemberName("strict")]
    Strict,

    /// <summary>An <c>I-X</c> that continues nothing starts one too: <see cref="Iob2.ToSpansLenient"/>, conlleval and seqeval's default.</summary>
    [JsonStringEnumMemberName("lenient")]
    Lenient,
}
