using System.Text.Json;

namespace Maner.Annotation.Storage;

/// <summary>The guidelines: the one setting that actions change. Its key is 0.</summary>
internal sealed class SettingTable() : RowTable("guidelines")
{
    private const string Guidelines = "guidelines";

    public static string Get(Session session) => session.Text("SELECT value FROM settings WHERE name = $1", Guidelines) ?? "";

    public override string? Read(Session session, long[] key) => Get(session) is { Length: > 0 } text ? JsonSerializer.Serialize(text, RowJson.Plain.String) : null;

    public override void Write(Session session, long[] key, string? row, EventStamp stamp) =>
        session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT(name) DO UPDATE SET value = $2", Guidelines, row is null ? "" : JsonSerializer.Deserialize(row, RowJson.Plain.String));
}
