using System.Text.Json;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Tensors;

namespace Maner.Annotation.Actions;

/// <summary>Replaces the guidelines. Only curators.</summary>
/// <param name="Text">The text, in Markdown.</param>
internal sealed record SetGuidelines(string Text) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change the guidelines");
        scope.Set("guidelines", Text.Length == 0 ? null : JsonSerializer.Serialize(Text, RowJson.Plain.String), 0);
    }
}

/// <summary>
/// Gives every sentence that has none yet an annotator, in turns of some neighbours, and a share of them a second one, so that agreement can be measured. Only curators.
/// </summary>
/// <param name="Users">The annotators' ids.</param>
/// <param name="Overlap">The share of sentences with two annotators, 0 to 1.</param>
/// <param name="Seed">Which sentences those are.</param>
/// <param name="Again">Whether what was assigned before is assigned again.</param>
internal sealed record AssignSentences(IReadOnlyList<int> Users, double Overlap = 0, int Seed = 1, bool Again = false) : AnnotationAction
{
    // Neighbours stay together: a story is understood better by who has read its beginning.
    private const int Block = 10;

    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("assign sentences");
        List<int> known = scope.Session.Query("SELECT id FROM users WHERE active = 1", row => row.GetInt32(0));
        int[] users = [.. Users.Distinct()];
        if (users.Length == 0 || !users.All(known.Contains))
        {
            throw new ActionRefusedException($"Expected active users of the project ({string.Join(", ", known)}), found {(users.Length == 0 ? "none" : string.Join(", ", users))}. Name who is to annotate.");
        }

        if (!(Overlap >= 0 && Overlap <= 1) || (Overlap > 0 && users.Length < 2))
        {
            throw new ActionRefusedException(FormattableString.Invariant($"Expected an overlap from 0 to 1, and two users for one above 0, found {Overlap} and {users.Length}. Name more users, or no overlap."));
        }

        Dictionary<int, List<long>> shares = users.ToDictionary(user => user, user => Again ? [] : AssignmentTable.Get(scope.Session, user));
        if (Again)
        {
            scope.Session.Query("SELECT DISTINCT user FROM assignments", row => row.GetInt32(0)).ForEach(user => scope.Set("assignment", null, user));
        }

        List<long> open = scope.Session.Query("SELECT id FROM sentences s WHERE live = 1 AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.sentence = s.id) ORDER BY document, start, id", row => row.GetInt64(0));
        var random = new Rng((ulong)Seed);
        long[] shuffled = [.. open];
        random.Shuffle<long>(shuffled);
        HashSet<long> twice = [.. shuffled.Take((int)Math.Round(Overlap * open.Count))];
        for (int index = 0; index < open.Count; index++)
        {
            int turn = index / Block % users.Length;
            shares[users[turn]].Add(open[index]);
            if (twice.Contains(open[index]))
            {
                shares[users[(turn + 1 + random.Next(users.Length - 1)) % users.Length]].Add(open[index]);
            }
        }

        foreach ((int user, List<long> sentences) in shares)
        {
            scope.Set("assignment", AssignmentTable.Row(sentences), user);
        }
    }
}

/// <summary>Takes a document out of the project, with its sentences; undo brings it back. Only curators.</summary>
/// <param name="Document">The document's id.</param>
internal sealed record RemoveDocument(int Document) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("remove documents");
        if (RowTable.Of("document").Read(scope.Session, [Document]) != DocumentTable.Row(isRemoved: false))
        {
            throw new ActionRefusedException($"Expected a document of the project, found no document {Document}. Load the list again.");
        }

        scope.Set("document", DocumentTable.Row(isRemoved: true), Document);
    }
}
