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

    private static EntityType Of(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetInt32(6), row.GetBoolean(7));
}
