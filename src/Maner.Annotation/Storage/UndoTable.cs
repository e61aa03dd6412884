using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>What came of taking an event back, or of doing it again.</summary>
/// <param name="Result">The result; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record Reversal(ApplyResult? Result, string? Refusal);

/// <summary>
/// Undo and redo, for each person without limit. An event is taken back by writing the rows that were there before it, provided that nobody has changed them since;
/// that is an event of its own, so the history tells both.
/// </summary>
internal static class UndoTable
{
    // What "undone" says of an event: it can be undone, or done again; or that was refused, and the events before it had their turn. Refused ones are tried again each time:
    // whoever has changed the same since may have taken that back.
    private const int Done = 0, Undone = 1, DoneRefused = 2, UndoneRefused = 3;
    private const int MostTries = 100;

    /// <summary>Puts an event on a person's list; what was undone before can not be done again any more.</summary>
    public static void Push(Session session, int user, long done)
    {
        session.Execute(FormattableString.Invariant($"DELETE FROM undo WHERE user = $1 AND undone IN ({Undone}, {UndoneRefused})"), user);
        session.Execute("INSERT INTO undo(user, event, undone) VALUES ($1, $2, $3)", user, done, Done);
    }

    /// <summary>Takes back the last event of a person that can be, or does again the first that was taken back; null when there is none.</summary>
    /// <param name="session">The connection, in a transaction.</param>
    /// <param name="user">The person.</param>
    /// <param name="isUndo">Which of the two.</param>
    /// <param name="stamp">The new event.</param>
    public static Reversal? Reverse(Session session, int user, bool isUndo, EventStamp stamp)
    {
        string which = isUndo
            ? FormattableString.Invariant($"undone IN ({Done}, {DoneRefused}) ORDER BY event DESC LIMIT {MostTries}")
            : FormattableString.Invariant($"undone IN ({Undone}, {UndoneRefused}) ORDER BY event LIMIT {MostTries}");
        foreach ((long reversed, int mark) in session.Query($"SELECT event, undone FROM undo WHERE user = $1 AND {which}", row => (row.GetInt64(0), row.GetInt32(1)), user))
        {
            ProjectEvent old = EventTable.Get(session, reversed);
            RowChange[] changes = [.. RowChange.Read(old.Changes).Select(change => isUndo ? change with { Before = change.After, After = change.Before } : change)];
            if (Conflict(session, changes, old) is not { } conflict)
            {
                Write(session, changes, stamp);
                EventTable.Add(session, stamp, user, isUndo ? "undo" : "redo", old.Sentence, "{}", RowChange.Write(changes), reversed);
                session.Execute("UPDATE undo SET undone = $3 WHERE user = $1 AND event = $2", user, reversed, isUndo ? Undone : Done);
                return new Reversal(new ApplyResult(stamp.Event, old.Kind, SentencesOf(changes), []), null);
            }

            if (mark is Done or Undone)
            {
                session.Execute("UPDATE undo SET undone = $3 WHERE user = $1 AND event = $2", user, reversed, isUndo ? DoneRefused : UndoneRefused);
                return new Reversal(null, $"Expected what '{old.Kind}' of {old.Time:u} has left as it was, found it changed since: {conflict}. It stays as it is; {(isUndo ? "undo again for the action before it" : "redo again for the action after it")}.");
            }
        }

        return null;
    }

    /// <summary>The sentences that changes are of.</summary>
    public static IReadOnlyList<long> SentencesOf(IEnumerable<RowChange> changes) =>
        [.. changes.Where(change => change.Table is "sentence" or "annotation").Select(change => change.Key[0]).Distinct().Order()];

    private static void Write(Session session, RowChange[] changes, EventStamp stamp)
    {
        IReadOnlyList<RowTable> order = RowTable.All;
        foreach (RowChange change in changes.Where(change => change.Before != change.After).OrderBy(change => order.ToList().FindIndex(table => table.Name == change.Table)))
        {
            RowTable.Of(change.Table).Write(session, change.Key, change.After, stamp);
        }
    }

    private static string? Conflict(Session session, RowChange[] changes, ProjectEvent old)
    {
        foreach (RowChange change in changes)
        {
            if (RowTable.Of(change.Table).Read(session, change.Key) != change.Before)
            {
                return change.Table is "sentence" or "annotation" ? $"{change.Table} {change.Key[0]}" : $"the {change.Table}";
            }
        }

        // Annotations that came to a sentence since would lose their words.
        HashSet<(long, int)> covered = [.. changes.Where(change => change.Table == "annotation").Select(change => (change.Key[0], (int)change.Key[1]))];
        foreach (RowChange change in changes.Where(change => change.Table == "sentence" && change.Before is not null && change.Before != change.After))
        {
            foreach (int user in session.Query("SELECT user FROM annotations WHERE sentence = $1", row => row.GetInt32(0), change.Key[0]))
            {
                if (!covered.Contains((change.Key[0], user)) && !AnnotationTable.Get(session, change.Key[0], user).Annotation.Equals(SentenceAnnotation.Empty))
                {
                    return $"sentence {change.Key[0]} has been annotated by {session.Text("SELECT name FROM users WHERE id = $1", user) ?? "a curator"}";
                }
            }
        }

        return TypeTable.ConflictOf(session, changes) ?? changes.Where(change => change.Table == "document").Select(change => DocumentTable.ConflictOf(session, change, old)).FirstOrDefault(found => found is not null);
    }
}
