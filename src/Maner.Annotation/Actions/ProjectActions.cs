namespace Maner.Annotation.Actions;

/// <summary>Replaces the guidelines. Only curators.</summary>
/// <param name="Text">The text, in Markdown.</param>
internal sealed record SetGuidelines(string Text) : AnnotationAction;

/// <summary>
/// Gives every sentence that has none yet an annotator, in turns of some neighbours, and a share of them a second one, so that agreement can be measured. Only curators.
/// </summary>
/// <param name="Users">The annotators' ids.</param>
/// <param name="Overlap">The share of sentences with two annotators, 0 to 1.</param>
/// <param name="Seed">Which sentences those are.</param>
/// <param name="Again">Whether what was assigned before is assigned anew.</param>
internal sealed record AssignSentences(IReadOnlyList<int> Users, double Overlap = 0, int Seed = 1, bool Again = false) : AnnotationAction;

/// <summary>Takes a document out of the project, with its sentences; undo brings it back. Only curators.</summary>
/// <param name="Document">The document's id.</param>
internal sealed record RemoveDocument(int Document) : AnnotationAction;
