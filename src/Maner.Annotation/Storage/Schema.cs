namespace Maner.Annotation.Storage;

/// <summary>The tables of a project. A change of them is a new version with a step from the one before.</summary>
internal static class Schema
{
    /// <summary>The version that this program writes.</summary>
    public const int Version = 1;

    /// <summary>Tells a project from other SQLite files: "mnrP".</summary>
    public const int ApplicationId = 0x6D6E7250;

    /// <summary>Makes the tables of a new file.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, role INTEGER NOT NULL, password TEXT, active INTEGER NOT NULL)",
        "CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL, color TEXT NOT NULL, key TEXT NOT NULL, description TEXT NOT NULL, position INTEGER NOT NULL, merged INTEGER, removed INTEGER NOT NULL)",
        "CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, sha256 TEXT NOT NULL, imported TEXT NOT NULL, line_ends TEXT NOT NULL, losses TEXT NOT NULL, bytes BLOB NOT NULL)",
        "CREATE INDEX files_content ON files(sha256)",
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, file INTEGER NOT NULL, name TEXT NOT NULL, named INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL)",
        // Where a sentence begins orders the sentences of a document. "done" counts the people who have done or skipped it, "changed" is the last event of its words.
        "CREATE TABLE sentences (id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, start INTEGER NOT NULL, changed INTEGER NOT NULL, live INTEGER NOT NULL, done INTEGER NOT NULL, words BLOB NOT NULL, text TEXT NOT NULL)",
        "CREATE INDEX sentences_order ON sentences(document, start, id) WHERE live = 1",
        "CREATE INDEX sentences_open ON sentences(document, start, id) WHERE live = 1 AND done = 0",
        "CREATE VIRTUAL TABLE sentences_text USING fts5(text, content='sentences', content_rowid='id', tokenize='trigram', detail='none')",
        "CREATE TRIGGER sentences_added AFTER INSERT ON sentences BEGIN INSERT INTO sentences_text(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER sentences_gone AFTER DELETE ON sentences BEGIN INSERT INTO sentences_text(sentences_text, rowid, text) VALUES ('delete', old.id, old.text); END",
        "CREATE TRIGGER sentences_changed AFTER UPDATE OF text ON sentences BEGIN INSERT INTO sentences_text(sentences_text, rowid, text) VALUES ('delete', old.id, old.text); INSERT INTO sentences_text(rowid, text) VALUES (new.id, new.text); END",
        // User 0 is the adjudicated annotation. document and start repeat the sentence's, so that lists come from an index in reading order.
        "CREATE TABLE annotations (sentence INTEGER NOT NULL, user INTEGER NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL, state INTEGER NOT NULL, flagged INTEGER NOT NULL, day INTEGER, seconds REAL NOT NULL, revision INTEGER NOT NULL, comment TEXT NOT NULL, spans TEXT NOT NULL, rejected TEXT NOT NULL, PRIMARY KEY (sentence, user)) WITHOUT ROWID",
        "CREATE INDEX annotations_order ON annotations(user, state, document, start, sentence)",
        "CREATE INDEX annotations_state ON annotations(state, sentence, user)",
        "CREATE INDEX annotations_flagged ON annotations(user, document, start, sentence) WHERE flagged = 1",
        "CREATE INDEX annotations_comment ON annotations(user, document, start, sentence) WHERE comment <> ''",
        "CREATE INDEX annotations_time ON annotations(user, state, day, seconds)",
        "CREATE INDEX annotations_revision ON annotations(revision)",
        // Every span of every annotation again, to count and to find.
        "CREATE TABLE entities (sentence INTEGER NOT NULL, user INTEGER NOT NULL, first INTEGER NOT NULL, type INTEGER NOT NULL, done INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY (sentence, user, first)) WITHOUT ROWID",
        "CREATE INDEX entities_form ON entities(user, form, type)",
        "CREATE INDEX entities_type ON entities(user, type, done)",
        "CREATE TABLE models (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, imported INTEGER NOT NULL, added TEXT NOT NULL)",
        "CREATE TABLE suggestions (sentence INTEGER NOT NULL, model INTEGER NOT NULL, changed INTEGER NOT NULL, value REAL, spans TEXT NOT NULL, PRIMARY KEY (sentence, model)) WITHOUT ROWID",
        "CREATE INDEX suggestions_model ON suggestions(model, sentence)",
        "CREATE TABLE picks (sentence INTEGER PRIMARY KEY, user INTEGER NOT NULL, strategy TEXT NOT NULL, random INTEGER NOT NULL, picked TEXT NOT NULL)",
        "CREATE TABLE assignments (user INTEGER NOT NULL, sentence INTEGER NOT NULL, PRIMARY KEY (user, sentence)) WITHOUT ROWID",
        "CREATE INDEX assignments_sentence ON assignments(sentence, user)",
        // The history. Nothing in it is ever changed or taken out.
        "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, user INTEGER NOT NULL, kind TEXT NOT NULL, sentence INTEGER, action TEXT NOT NULL, changes TEXT NOT NULL, reverses INTEGER)",
        "CREATE INDEX events_sentence ON events(sentence, id) WHERE sentence IS NOT NULL",
        "CREATE TRIGGER events_are_fixed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END",
        "CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END",
        "CREATE TRIGGER files_are_fixed BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'imported files are kept as they were'); END",
        "CREATE TRIGGER files_stay BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'imported files are kept as they were'); END",
        "CREATE TRIGGER texts_are_fixed BEFORE UPDATE OF text, file ON documents BEGIN SELECT RAISE(ABORT, 'the texts of documents are kept as they were'); END",
        // What each person can undo (undone = 0, the last first) and do again (undone = 1, the first first).
        "CREATE TABLE undo (user INTEGER NOT NULL, event INTEGER NOT NULL, undone INTEGER NOT NULL, PRIMARY KEY (user, event)) WITHOUT ROWID",
        FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}"),
        FormattableString.Invariant($"PRAGMA user_version = {Version}"),
    ];
}
