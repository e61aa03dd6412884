namespace Maner.Annotation.Records;

/// <summary>An entry of the history.</summary>
/// <param name="Id">Its number; numbers grow.</param>
/// <param name="Time">When (UTC).</param>
/// <param name="User">Whose action.</param>
/// <param name="Kind">What: <c>set-spans</c>, <c>undo</c>, <c>import</c>, …</param>
/// <param name="Sentence">The sentence, where it is of one.</param>
/// <param name="Action">The action's own fields, as JSON.</param>
/// <param name="Changes">What was before and is after, as JSON.</param>
/// <param name="Reverses">The event that it undoes or does again; null otherwise.</param>
internal sealed record ProjectEvent(long Id, DateTime Time, string User, string Kind, long? Sentence, string Action, string Changes, long? Reverses);
