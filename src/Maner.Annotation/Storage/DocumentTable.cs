namespace Maner.Annotation.Storage;

/// <summary>Whether a document was taken out of the project. Its sentences and annotations stay in the file.</summary>
internal sealed class DocumentTable() : RowTable("document")
{
    private const string Removed = "\"removed\"";

    /// <summary>The text of a document.</summary>
    public static string TextOf(Session session, int document) => session.Text("SELECT text FROM documents WHERE id = $1", document) ?? "";

    public static string Row(bool isRemoved) => isRemoved ? Removed : "\"present\"";

    public override string? Read(Session session, long[] key) =>
        session.Number("SELECT removed FROM documents WHERE id = $1", key[0]) is { } removed ? Row(removed != 0) : null;

    // Annotations of a document that was taken out have its number with a minus: so no list and no count finds them.
    public override void Write(Session session, long[] key, string? row, EventStamp stamp)
    {
        bool isRemoved = row == Removed;
        session.Execute("UPDATE documents SET removed = $1 WHERE id = $2", isRemoved, key[0]);
        session.Execute("UPDATE sentences SET live = $1 WHERE document = $2", !isRemoved, key[0]);
        session.Execute("UPDATE annotations SET document = $1 WHERE document = $2", isRemoved ? -key[0] : key[0], isRemoved ? key[0] : -key[0]);
        foreach ((long sentence, int user) in session.Query("SELECT sentence, user FROM annotations WHERE sentence IN (SELECT id FROM sentences WHERE document = $1)", found => (found.GetInt64(0), found.GetInt32(1)), key[0]))
        {
            AnnotationTable.Index(session, sentence, user);
        }
    }
}
