using Maner.Annotation.Reading;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation;

/// <summary>What learning reads and keeps.</summary>
internal sealed partial class AnnotationProject
{
    /// <summary>All sentences with confirmed labels, in reading order.</summary>
    /// <param name="since">Only those whose annotation changed in a later event.</param>
    public IReadOnlyList<GoldSentence> Gold(long since = 0) => Read((session, types) => Confirmed.Gold(session, types, since));

    /// <summary>Sentences that nobody has done or skipped, in reading order.</summary>
    public IReadOnlyList<OpenSentence> OpenSentences(int limit = int.MaxValue) => Read((session, types) => session.Query(
        "SELECT document, start, text, words, id FROM sentences INDEXED BY sentences_open WHERE live = 1 AND done = 0 ORDER BY document, start, id LIMIT $1", row => Open(types, row), limit));

    /// <summary>The words of sentences.</summary>
    public IReadOnlyList<OpenSentence> ReadSentences(IReadOnlyList<long> ids) => Read((session, types) =>
    {
        var found = new List<OpenSentence>();
        foreach (long id in ids)
        {
            found.AddRange(session.Query("SELECT document, start, text, words, id FROM sentences WHERE id = $1 AND live = 1", row => Open(types, row), id));
        }

        return found;
    });

    /// <summary>The number of the newest event.</summary>
    public long LastEvent() => _database.Read(EventTable.Last);

    /// <summary>Keeps what a model suggests; it becomes the newest model. What is for words that were cut otherwise since is left out.</summary>
    /// <param name="model">Name and version.</param>
    /// <param name="suggestions">What for which sentence.</param>
    public void StoreSuggestions(string model, IEnumerable<SentenceSuggestion> suggestions)
    {
        SentenceSuggestion[] all = [.. suggestions];
        _database.Write(session =>
        {
            EventStamp stamp = EventTable.Next(session, _clock);
            long id = SuggestionTable.Model(session, model, isImported: false, stamp.Time);
            foreach (SentenceSuggestion suggestion in all)
            {
                if (SentenceTable.Get(session, suggestion.Sentence) is { } sentence && sentence.Row.Words.Length == suggestion.WordCount)
                {
                    SuggestionTable.Set(session, id, suggestion.Sentence, sentence.Changed, suggestion.Spans, suggestion.Value);
                }
            }

            SuggestionTable.Trim(session);
            return true;
        });
    }

    /// <summary>What a model suggests, and acquisition values, of open sentences.</summary>
    /// <param name="model">Name and version; null for the newest model.</param>
    public IReadOnlyList<SentenceSuggestion> Suggestions(string? model = null) => Read((session, types) => SuggestionTable.OfOpen(session, types, model));

    /// <summary>Records how sentences were chosen; the first time counts.</summary>
    public void RecordPicks(int user, IReadOnlyList<(long Sentence, Pick Pick)> picks) => _database.Write(session =>
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        foreach ((long sentence, Pick pick) in picks)
        {
            PickTable.Add(session, sentence, user, pick, now);
        }

        return true;
    });

    /// <summary>A value that a part of the program keeps with the project; null for none.</summary>
    public string? Setting(string name) => _database.Read(session => session.Text("SELECT value FROM settings WHERE name = $1", "part:" + name));

    /// <summary>Keeps a value with the project; it is no action, and not undone.</summary>
    public void SetSetting(string name, string? value) => _database.Write(session => value is null
        ? session.Execute("DELETE FROM settings WHERE name = $1", "part:" + name)
        : session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT(name) DO UPDATE SET value = $2", "part:" + name, value));

    private static OpenSentence Open(TypeList types, Microsoft.Data.Sqlite.SqliteDataReader row) =>
        new(row.GetInt64(4), row.GetInt32(0), Confirmed.Make(SentenceTable.Of(row), types, null, null, null));
}
