using System.Text.Json;
using Maner.Annotation.Actions;
using Maner.Annotation.People;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation;

/// <summary>
/// An annotation project: one SQLite file with documents, sentences, annotations and an append-only history. Safe to share among threads: readers run beside
/// each other, writers one after the other. What a method that changes something returns is on the disk.
/// </summary>
internal sealed partial class AnnotationProject : IDisposable
{
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly SentenceLocks _locks;

    private AnnotationProject(Database database, ProjectOptions options)
    {
        (_database, _clock) = (database, options.Clock);
        _locks = new SentenceLocks(options.Clock);
    }

    /// <summary>The file.</summary>
    public string Path => _database.Path;

    /// <summary>Raised after a change is on the disk, on the thread that made it; handlers must be quick and must not throw.</summary>
    public event Action<ApplyResult>? Changed;

    /// <summary>Creates a project.</summary>
    /// <exception cref="StorageException">The file exists, or cannot be made.</exception>
    /// <exception cref="ActionRefusedException">A type's name is none, or is there twice.</exception>
    public static AnnotationProject Create(string path, ProjectOptions? options = null)
    {
        options ??= new ProjectOptions();
        var types = new List<EntityType>();
        foreach (string type in options.Types)
        {
            types.Add(new AddType(type).Make(types, types.Count));
        }

        Database database = Database.Create(path, options.MaxPages, session =>
        {
            EventStamp stamp = EventTable.Next(session, options.Clock);
            ProjectUser owner = UserTable.Add(session, CheckedName(options.Owner), UserRole.Curator, null);
            types.ForEach(type => RowTable.Of("type").Write(session, [type.Id], JsonSerializer.Serialize(type, RowJson.Plain.EntityType), stamp));
            EventTable.Add(session, stamp, owner.Id, "create", null, JsonSerializer.Serialize([.. options.Types], RowJson.Plain.StringArray));
        });
        return new AnnotationProject(database, options);
    }

    /// <summary>Opens a project, after a check of its integrity.</summary>
    /// <exception cref="StorageException">There is no such file; it is no project, a newer one, damaged, or open in another process.</exception>
    public static AnnotationProject Open(string path, ProjectOptions? options = null)
    {
        options ??= new ProjectOptions();
        return new AnnotationProject(Database.Open(path, options.MaxPages, options.IsReadOnly), options);
    }

    /// <summary>Does one action; then it is on the disk.</summary>
    /// <param name="user">The person's id.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="ActionRefusedException">It cannot be done as it is, or the person may not.</exception>
    /// <exception cref="StaleRevisionException">The sentence has changed since the person saw it.</exception>
    /// <exception cref="StorageException">It could not be written; nothing has changed.</exception>
    public ApplyResult Apply(int user, AnnotationAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Told(_database.Write(session =>
        {
            EventStamp stamp = EventTable.Next(session, _clock);
            var scope = new ActionScope(session, UserTable.Require(session, user), stamp);
            action.Run(scope);
            string kind = KindOf(action, out string json);
            IReadOnlyList<RowChange> changes = scope.Changes;
            var seen = action as SentenceAction;
            if (seen?.Seconds is > 0 and < double.PositiveInfinity and var seconds)
            {
                AnnotationTable.AddSeconds(session, seen.Sentence, user, seconds);
            }

            if (changes.Count == 0)
            {
                return new ApplyResult(0, kind, [], scope.Notes);
            }

            EventTable.Add(session, stamp, user, kind, seen?.Sentence, json, RowChange.Write(changes));
            UndoTable.Push(session, user, stamp.Event);
            return new ApplyResult(stamp.Event, kind, UndoTable.SentencesOf(changes), scope.Notes);
        }));
    }

    /// <summary>Takes back the person's last action that is not taken back yet; null when there is none.</summary>
    /// <exception cref="ActionRefusedException">Somebody else has changed the same since.</exception>
    public ApplyResult? Undo(int user) => Reverse(user, isUndo: true);

    /// <summary>Does again what was undone last; null when there is nothing.</summary>
    /// <exception cref="ActionRefusedException">Somebody else has changed the same since.</exception>
    public ApplyResult? Redo(int user) => Reverse(user, isUndo: false);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private ApplyResult? Reverse(int user, bool isUndo)
    {
        Reversal? reversal = _database.Write(session => UndoTable.Reverse(session, UserTable.Require(session, user).Id, isUndo, EventTable.Next(session, _clock)));
        return reversal switch
        {
            null => null,
            { Refusal: { } refusal } => throw new ActionRefusedException(refusal),
            { Result: { } result } => Told(result),
            _ => null,
        };
    }

    private ApplyResult Told(ApplyResult result)
    {
        if (result.Event > 0)
        {
            Changed?.Invoke(result);
        }

        return result;
    }

    private static string KindOf(AnnotationAction action, out string json)
    {
        json = JsonSerializer.Serialize(action, ActionJson.Plain.AnnotationAction);
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("kind").GetString()!;
    }
}
