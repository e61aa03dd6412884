using System.Globalization;
using System.Text.Json;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation;

/// <summary>Files in and out.</summary>
internal sealed partial class AnnotationProject
{
    /// <summary>Imports a file.</summary>
    /// <param name="user">Who imports.</param>
    /// <param name="name">The file's name; its extension is a hint.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">The content is not as its format says.</exception>
    /// <exception cref="StorageException">It could not be written; nothing has changed.</exception>
    public ImportResult Import(int user, string name, ReadOnlyMemory<byte> bytes, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        if (!options.Again && _database.Read(session => Importer.NameOfSame(session, bytes)) is { } same)
        {
            return new ImportResult([], options.Format ?? "", 0, 0, [], same, []);
        }

        ReadFile file = FileReader.Read(name, bytes, options);
        (ImportResult result, long done) = _database.Write(session =>
        {
            EventStamp stamp = EventTable.Next(session, _clock);
            return (Importer.Import(session, UserTable.Require(session, user), name, bytes, file, options, stamp), stamp.Event);
        });
        Told(new ApplyResult(done, "import", [], []));
        return result;
    }

    /// <summary>Makes the files of an export.</summary>
    /// <exception cref="InvalidDataException">There is nothing to export, or the format cannot hold it.</exception>
    public ExportResult Export(ExportOptions options) => Read((session, types) => Exporter.Export(session, types, Path, options));

    /// <summary>Writes the whole history as JSON Lines, UTF-8.</summary>
    public void ExportHistory(Stream stream) => _database.Read(session =>
    {
        HistoryWriter.Write(session, stream);
        return true;
    });

    /// <summary>The documents.</summary>
    public IReadOnlyList<DocumentInfo> Documents() => _database.Read(session => session.Query(
        "SELECT d.id, d.name, f.format, f.sha256, (SELECT count(*) FROM sentences s WHERE s.live = 1 AND s.document = d.id), f.imported, f.line_ends, f.losses FROM documents d JOIN files f ON f.id = d.file WHERE d.removed = 0 ORDER BY d.id",
        row => new DocumentInfo(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), DateTime.Parse(row.GetString(5), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), row.GetString(6),
            JsonSerializer.Deserialize(row.GetString(7), RowJson.Plain.StringArray)!)));

    /// <summary>The bytes of the file that a document is from.</summary>
    /// <exception cref="ActionRefusedException">There is no such document.</exception>
    public byte[] OriginalBytes(int document) => _database.Read(session =>
        session.Query("SELECT f.bytes FROM documents d JOIN files f ON f.id = d.file WHERE d.id = $1", row => row.GetFieldValue<byte[]>(0), document) is [var bytes]
            ? bytes
            : throw new ActionRefusedException($"Expected a document of the project, found no document {document}. Load the list again."));
}
