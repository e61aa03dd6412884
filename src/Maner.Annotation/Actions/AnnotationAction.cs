using System.Text.Json.Serialization;

namespace Maner.Annotation.Actions;

/// <summary>A change of a project that a person asks for. Actions are data: they are what the history keeps, and what the page sends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(SetSpans), "set-spans")]
[JsonDerivedType(typeof(SetState), "set-state")]
[JsonDerivedType(typeof(SetFlag), "set-flag")]
[JsonDerivedType(typeof(SetComment), "set-comment")]
[JsonDerivedType(typeof(AcceptSuggestion), "accept-suggestion")]
[JsonDerivedType(typeof(CorrectSuggestion), "correct-suggestion")]
[JsonDerivedType(typeof(RejectSuggestion), "reject-suggestion")]
[JsonDerivedType(typeof(LabelOccurrences), "label-occurrences")]
[JsonDerivedType(typeof(SplitWord), "split-word")]
[JsonDerivedType(typeof(JoinWords), "join-words")]
[JsonDerivedType(typeof(SplitSentence), "split-sentence")]
[JsonDerivedType(typeof(MergeSentences), "merge-sentences")]
[JsonDerivedType(typeof(AddType), "add-type")]
[JsonDerivedType(typeof(ChangeType), "change-type")]
[JsonDerivedType(typeof(MergeTypes), "merge-types")]
[JsonDerivedType(typeof(RemoveType), "remove-type")]
[JsonDerivedType(typeof(SetGuidelines), "set-guidelines")]
[JsonDerivedType(typeof(Adjudicate), "adjudicate")]
[JsonDerivedType(typeof(AssignSentences), "assign-sentences")]
[JsonDerivedType(typeof(RemoveDocument), "remove-document")]
internal abstract record AnnotationAction
{
    /// <summary>Does it.</summary>
    internal abstract void Run(ActionScope scope);
}

/// <summary>A change of one sentence.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw: the action is refused when there is a newer one.</param>
internal abstract record SentenceAction(long Sentence, long Revision) : AnnotationAction
{
    /// <summary>Seconds that the person has spent on the sentence since the last action; added up, and not undone.</summary>
    public double Seconds { get; init; }
}
