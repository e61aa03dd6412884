using Maner.Annotation.People;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Reading;

/// <summary>Sentences that several people have done: how they agree, and where not.</summary>
internal static class Differences
{
    /// <summary>Every two people who have done some of the same sentences.</summary>
    public static List<AgreementReport> Agreement(Session session, TypeList types)
    {
        List<(int User, string Name, long Sentence, int Words, AnnotatedSpan[] Spans)> done = session.Query(
            "SELECT a.user, u.name, a.sentence, s.words, a.spans FROM annotations a JOIN sentences s ON s.id = a.sentence AND s.live = 1 JOIN users u ON u.id = a.user"
            + " WHERE a.state = 1 AND a.user > 0 AND s.done > 1 ORDER BY a.sentence, a.user",
            row => (row.GetInt32(0), row.GetString(1), row.GetInt64(2), WordRanges.Unpack(row.GetFieldValue<byte[]>(3)).Length, types.Now(AnnotationTable.Spans(row.GetString(4)))));
        var pairs = new SortedDictionary<(int, int), (string First, string Second, List<TwiceDone> Sentences)>();
        foreach (var sentence in done.GroupBy(annotation => annotation.Sentence))
        {
            var people = sentence.ToArray();
            for (int one = 0; one < people.Length; one++)
            {
                for (int other = one + 1; other < people.Length; other++)
                {
                    (int, int) key = (people[one].User, people[other].User);
                    if (!pairs.TryGetValue(key, out var pair))
                    {
                        pairs[key] = pair = (people[one].Name, people[other].Name, []);
                    }

                    pair.Sentences.Add(new TwiceDone(people[one].Words, people[one].Spans, people[other].Spans));
                }
            }
        }

        return [.. pairs.Values.Select(pair => People.Agreement.Of(pair.First, pair.Second, pair.Sentences))];
    }

    /// <summary>Sentences that people have done differently, in reading order.</summary>
    public static List<Disagreement> List(Session session, TypeList types, bool onlyOpen, int limit)
    {
        var found = new List<Disagreement>();
        foreach ((long sentence, string text) in session.Query("SELECT id, text FROM sentences s WHERE live = 1 AND done > 1 ORDER BY document, start, id", row => (row.GetInt64(0), row.GetString(1))))
        {
            bool isAdjudicated = AnnotationTable.Get(session, sentence, AnnotationTable.Adjudicated).Annotation.State != SentenceState.New;
            UserAnnotation[] done = [.. Of(session, types, sentence).Where(annotation => annotation.Annotation.State == SentenceState.Done)];
            if ((!isAdjudicated || !onlyOpen) && done.Length > 1 && done.Any(annotation => !Confirmed.AreSame(annotation.Annotation.Spans, done[0].Annotation.Spans)))
            {
                found.Add(new Disagreement(sentence, text, isAdjudicated, done));
                if (found.Count == limit)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>What everybody says of a sentence, in the order of the people's numbers.</summary>
    public static List<UserAnnotation> Of(Session session, TypeList types, long sentence) =>
    [
        .. session.Query("SELECT a.user, u.name FROM annotations a JOIN users u ON u.id = a.user WHERE a.sentence = $1 ORDER BY a.user", row => (User: row.GetInt32(0), Name: row.GetString(1)), sentence)
            .Select(person => new UserAnnotation(person.User, person.Name, types.Now(AnnotationTable.Get(session, sentence, person.User).Annotation))),
    ];
}
