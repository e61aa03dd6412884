using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Text.Sentences;

namespace Maner.Annotation.Exchange;

/// <summary>Puts what was read from a file into the project: all of it or nothing.</summary>
internal static class Importer
{
    /// <summary>Imports a file that was read before.</summary>
    /// <param name="session">The connection, in a transaction.</param>
    /// <param name="user">Who imports.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">The file as it is.</param>
    /// <param name="file">What was read.</param>
    /// <param name="options">How.</param>
    /// <param name="stamp">The event.</param>
    public static ImportResult Import(Session session, ProjectUser user, string name, ReadOnlyMemory<byte> bytes, ReadFile file, ImportOptions options, EventStamp stamp)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        session.Execute(
            "INSERT INTO files(name, format, sha256, imported, line_ends, losses, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            Path.GetFileName(name), file.Format, hash, stamp.Time.ToString("O", CultureInfo.InvariantCulture), file.LineEnds, JsonSerializer.Serialize([.. file.Losses], RowJson.Plain.StringArray), bytes.ToArray());
        long fileId = session.Number("SELECT last_insert_rowid()")!.Value;
        (Dictionary<string, int> types, List<string> added) = TypesOf(session, file, stamp);
        long model = options.Labels == ImportedLabels.Suggestions && Labelled(file).Any() ? SuggestionTable.Model(session, $"import:{Path.GetFileName(name)}", isImported: true, stamp.Time) : 0;
        var documents = new List<int>();
        var names = new HashSet<string>(session.Query("SELECT name FROM documents", row => row.GetString(0)), StringComparer.Ordinal);
        foreach (ReadDocument document in file.Documents)
        {
            session.Execute("INSERT INTO documents(file, name, named, text) VALUES ($1, $2, $3, $4)", fileId, Free(names, document.Name), document.IsNamed, document.Text);
            int id = (int)session.Number("SELECT last_insert_rowid()")!.Value;
            documents.Add(id);
            foreach ((int start, Sentence sentence) in document.Sentences)
            {
                long added1 = SentenceTable.Add(session, SentenceRow.Of(id, start, sentence.Text!, sentence.Offsets!), stamp.Event);
                Label(session, user, added1, sentence, types, model, stamp);
            }
        }

        var result = new ImportResult(documents, file.Format, file.Documents.Sum(document => document.Sentences.Count), Labelled(file).Count(), added, null, file.Losses);
        var told = new ImportEvent(fileId, Path.GetFileName(name), file.Format, hash, documents, result.Sentences, result.Labelled, options.Labels == ImportedLabels.Done ? "done" : "suggestions", added, file.Losses);
        EventTable.Add(session, stamp, user.Id, "import", null, JsonSerializer.Serialize(told, ImportJson.Plain.ImportEvent));
        return result;
    }

    /// <summary>The name under which a content was imported before; null when it was not, or its documents were all removed.</summary>
    public static string? NameOfSame(Session session, ReadOnlyMemory<byte> bytes) => session.Text(
        "SELECT f.name FROM files f WHERE f.sha256 = $1 AND EXISTS (SELECT 1 FROM documents d WHERE d.file = f.id AND d.removed = 0) LIMIT 1", Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));

    private static IEnumerable<Sentence> Labelled(ReadFile file) =>
        file.Documents.SelectMany(document => document.Sentences).Select(placed => placed.Sentence).Where(sentence => sentence.Entities is not null);

    private static void Label(Session session, ProjectUser user, long id, Sentence sentence, Dictionary<string, int> types, long model, EventStamp stamp)
    {
        if (sentence.Entities is null)
        {
            return;
        }

        AnnotatedSpan[] spans = [.. sentence.Entities.Select(entity => new AnnotatedSpan(entity.Start, entity.End, types[entity.Type], SpanOrigin.Import))];
        if (model != 0)
        {
            SuggestionTable.Set(session, model, id, stamp.Event, spans, null);
        }
        else
        {
            AnnotationTable.Set(session, id, user.Id, new SentenceAnnotation { Spans = spans, State = SentenceState.Done }, stamp);
        }
    }

    private static (Dictionary<string, int> Ids, List<string> Added) TypesOf(Session session, ReadFile file, EventStamp stamp)
    {
        List<EntityType> live = [.. new TypeList(session).Live];
        var added = new List<string>();
        foreach (string type in Labelled(file).SelectMany(sentence => sentence.Entities!).Select(entity => entity.Type).Distinct(StringComparer.Ordinal))
        {
            if (!live.Exists(known => known.Name == type))
            {
                EntityType made = new AddType(type).Make(live, (int)(session.Number("SELECT max(id) FROM types") ?? 0));
                RowTable.Of("type").Write(session, [made.Id], JsonSerializer.Serialize(made, RowJson.Plain.EntityType), stamp);
                live.Add(made);
                added.Add(type);
            }
        }

        return (live.ToDictionary(type => type.Name, type => type.Id, StringComparer.Ordinal), added);
    }

    private static string Free(HashSet<string> names, string wanted)
    {
        string free = wanted;
        for (int number = 2; !names.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{wanted} ({number})");
        }

        return free;
    }
}
