using System.Text.Json;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>The types of entities. A type is never taken away, so that its entities in the history keep their meaning.</summary>
internal sealed class TypeTable() : RowTable("type")
{
    private const string Columns = "SELECT id, name, color, key, description, position, merged, removed FROM types";

    public static List<EntityType> GetAll(Session session) => session.Query($"{Columns} ORDER BY position, id", Of);

    public override string? Read(Session session, long[] key) =>
        session.Query($"{Columns} WHERE id = $1", Of, key[0]) is [var type] ? JsonSerializer.Serialize(type, RowJson.Plain.EntityType) : null;

    public override void Write(Session session, long[] key, string? row, EventStamp stamp)
    {
        if (row is null)
        {
            session.Execute("DELETE FROM types WHERE id = $1", key[0]);
            return;
        }

        EntityType type = JsonSerializer.Deserialize(row, RowJson.Plain.EntityType)!;
        session.Execute(
            "INSERT OR REPLACE INTO types(id, name, color, key, description, position, merged, removed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            key[0], type.Name, type.Color, type.Key, type.Description, type.Position, type.MergedInto, type.IsRemoved);
    }

    /// <summary>Why types must not become what changes make of them: two with one name or one key, or merged in a circle. Null where they may.</summary>
    public static string? ConflictOf(Session session, IEnumerable<RowChange> changes)
    {
        Dictionary<int, EntityType> types = GetAll(session).ToDictionary(type => type.Id);
        foreach (RowChange change in changes.Where(change => change.Table == "type"))
        {
            types.Remove((int)change.Key[0]);
            if (change.After is { } row)
            {
                EntityType type = JsonSerializer.Deserialize(row, RowJson.Plain.EntityType)!;
                types[type.Id] = type;
            }
        }

        EntityType[] live = [.. types.Values.Where(type => type is { MergedInto: null, IsRemoved: false })];
        return Twice(live.Select(type => type.Name)) is { } name ? $"another type has the name {name}"
            : Twice(live.Select(type => type.Key).Where(key => key.Length > 0)) is { } key ? $"another type has the key {key}"
            : types.Values.FirstOrDefault(type => IsInCircle(types, type)) is { } circle ? $"{circle.Name} would be merged into itself" : null;
    }

    private static string? Twice(IEnumerable<string> values) => values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;

    private static bool IsInCircle(Dictionary<int, EntityType> types, EntityType type)
    {
        EntityType? next = type;
        for (int steps = 0; next?.MergedInto is { } into; steps++)
        {
            if (steps == types.Count)
            {
                return true;
            }

            next = types.GetValueOrDefault(into);
        }

        return false;
    }

    private static EntityType Of(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetInt32(6), row.GetBoolean(7));
}
