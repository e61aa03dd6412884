namespace Maner.Annotation.Records;

/// <summary>What became of an action. When it is returned, the action is on the disk.</summary>
/// <param name="Event">The number of its event: the new revision of what it changed. 0 when there was nothing to change.</param>
/// <param name="Kind">The kind of the action that was applied, undone or done again.</param>
/// <param name="Sentences">The sentences that changed, new ones too.</param>
/// <param name="Notes">What the person should know besides, a sentence each: entities cut in two by a border, say.</param>
internal sealed record ApplyResult(long Event, string Kind, IReadOnlyList<long> Sentences, IReadOnlyList<string> Notes);
