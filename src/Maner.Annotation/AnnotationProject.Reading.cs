using Maner.Annotation.Reading;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation;

/// <summary>What people and pages read.</summary>
internal sealed partial class AnnotationProject
{
    /// <summary>The types in their order, without those that were merged or removed.</summary>
    public IReadOnlyList<EntityType> Types() => Read((_, types) => types.Live);

    /// <summary>The guidelines, in Markdown.</summary>
    public string Guidelines() => _database.Read(SettingTable.Get);

    /// <summary>A sentence as a person sees it; null when there is none of the id.</summary>
    public SentenceView? Sentence(int user, long sentence) => Read((session, types) => SentenceViews.Get(session, types, sentence, user) is { } view ? Locked(session, view, user) : null);

    /// <summary>Some sentences in reading order.</summary>
    public SentencePage Sentences(int user, SentenceQuery query) => Read((session, types) =>
    {
        List<long> found = SentenceLists.Find(session, types, user, query);
        long[] ids = [.. found.Take(query.Limit)];
        if (query.IsBackwards)
        {
            Array.Reverse(ids);
        }

        return new SentencePage(SentenceViews.GetAll(session, types, ids, user).ConvertAll(view => Locked(session, view, user)), found.Count > query.Limit);
    });

    /// <summary>
    /// The next sentence for a person to annotate: of those assigned, or where nothing is assigned to the person, of those that nobody has done; not those that another
    /// has locked. Behind a sentence in reading order, then from the beginning.
    /// </summary>
    /// <returns>The sentence's id; null when all are done.</returns>
    public long? Next(int user, long? after = null) => _database.Read(session => NextSentence.Find(session, user, after, _locks.HeldByOthers(user)));

    /// <summary>The sentences in front of and behind one.</summary>
    public (long? Before, long? Behind) Neighbours(long sentence) => _database.Read(session => NextSentence.Neighbours(session, sentence));

    /// <summary>Every place where the words occur that a person marks, with what the person has there.</summary>
    /// <param name="user">The person.</param>
    /// <param name="words">The words.</param>
    /// <param name="type">The type that the words are to have; decides what is the same label.</param>
    /// <param name="limit">Places at the most.</param>
    /// <exception cref="ActionRefusedException">There are no words.</exception>
    public IReadOnlyList<Occurrence> FindOccurrences(int user, IReadOnlyList<string> words, int? type, int limit = 10_000) =>
        Read((session, types) => Occurrences.OfWords(session, types, user, words, type, limit));

    /// <summary>Every place where a text occurs, in any case, within words too, with what the person has there.</summary>
    /// <exception cref="ActionRefusedException">There is no text.</exception>
    public IReadOnlyList<Occurrence> Concordance(int user, string text, int limit = 200) => Read((session, types) => Occurrences.OfText(session, types, user, text, limit));

    /// <summary>Words that the person (null: all that is done) has labelled in different ways, the most frequent first.</summary>
    public IReadOnlyList<Inconsistency> Inconsistencies(int? user, int limit = 200) => Read((session, types) => Counts.Inconsistencies(session, types, user, limit));

    /// <summary>How far the person is; null for the project: sentences that anybody has done.</summary>
    public Progress Progress(int? user) => Read((session, types) => Counts.Progress(session, types, user));

    /// <summary>The history, the newest first.</summary>
    /// <param name="sentence">Of one sentence; null for all.</param>
    /// <param name="before">Only events with smaller numbers.</param>
    /// <param name="limit">Events at the most.</param>
    public IReadOnlyList<ProjectEvent> History(long? sentence = null, long? before = null, int limit = 100) => _database.Read(session => EventTable.List(session, sentence, before, limit));

    private T Read<T>(Func<Session, TypeList, T> read) => _database.Read(session => read(session, new TypeList(session)));

    private SentenceView Locked(Session session, SentenceView view, int user) =>
        _locks.Holder(view.Id) is { } holder && holder != user ? view with { LockedBy = UserTable.Find(session, holder)?.Name } : view;
}
