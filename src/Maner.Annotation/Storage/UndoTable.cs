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
    /// <summary>Puts an event on a person's list; what was undone before can not be done again any more.</summary>
    public static void Push(Session session, int user, long done)
    {
        session.Execute("DELETE FROM undo WHERE user = $1 AND undone = 1", user);
        session.Execute("INSERT INTO undo(user, event, undone) VALUES ($1, $2, 0)", user, done);
    }

    /// <summary>Takes back the last event of a person, or does again the last that was taken back; null when there is none.</summary>
    /// <param name="session">The connection, in a transaction.</param>
    /// <param name="user">The person.</param>
    /// <param name="isUndo">Which of the two.</param>
    /// <param name="stamp">The new event.</param>
    public static Reversal? Reverse(Session session, int user, bool isUndo, EventStamp stamp)
    {
        long? found = isUndo
            ? session.Number("SELECT max(event) FROM undo WHERE user = $1 AND undone = 0", user)
            : session.Number("SELECT min(event) FROM undo WHERE user = $1 AND undone = 1", user);
        if (found is not { } reversed)
        {
            return null;
        }

        ProjectEvent old = EventTable.Get(session, reversed);
        RowChange[] changes = [.. RowChange.Read(old.Changes).Select(change => isUndo ? change with { Before = change.After, After = change.Before } : change)];
        if (Conflict(session, changes) is { } conflict)
        {
            // It can never be reversed; the events before it can.
            session.Execute("DELETE FROM undo WHERE user = $1 AND event = $2", user, reversed);
            return new Reversal(null, $"Expected what '{old.Kind}' of {old.Time:u} has left as it was, found it changed since: {conflict}. It stays as it is; undo again for the action before it.");
        }

        IReadOnlyList<RowTable> order = RowTable.All;
        foreach (RowChange change in changes.Where(change => change.Before != change.After).OrderBy(change => order.ToList().FindIndex(table => table.Name == change.Table)))
        {
            RowTable.Of(change.Table).Write(session, change.Key, change.After, stamp);
        }

        EventTable.Add(session, stamp, user, isUndo ? "undo" : "redo", old.Sentence, "{}", RowChange.Write(changes), reversed);
        session.Execute("UPDATE undo SET undone = $3 WHERE user = $1 AND event = $2", user, reversed, isUndo);
        return new Reversal(new ApplyResult(stamp.Event, old.Kind, SentencesOf(changes), []), null);
    }

    /// <summary>The sentences that changes are of.</summary>
    public static IReadOnlyList<long> SentencesOf(IEnumerable<RowChange> changes) =>
        [.. changes.Where(change => change.Table is "sentence" or "annotation").Select(change => change.Key[0]).Distinct().Order()];

    private static string? Conflict(Session session, RowChange[] changes)
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

        return null;
    }
}
