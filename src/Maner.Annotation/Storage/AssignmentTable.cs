using System.Text.Json;

namespace Maner.Annotation.Storage;

/// <summary>The sentences that are assigned to a person, as one row of the history.</summary>
internal sealed class AssignmentTable() : RowTable("assignment")
{
    public static List<long> Get(Session session, int user) => session.Query("SELECT sentence FROM assignments WHERE user = $1 ORDER BY sentence", row => row.GetInt64(0), user);

    public static string? Row(IEnumerable<long> sentences) => sentences.Order().ToArray() is { Length: > 0 } all ? JsonSerializer.Serialize(all, RowJson.Plain.Int64Array) : null;

    public override string? Read(Session session, long[] key) => Row(Get(session, (int)key[0]));

    public override void Write(Session session, long[] key, string? row, EventStamp stamp)
    {
        session.Execute("DELETE FROM assignments WHERE user = $1", key[0]);
        foreach (long sentence in row is null ? [] : JsonSerializer.Deserialize(row, RowJson.Plain.Int64Array)!)
        {
            session.Execute("INSERT INTO assignments(user, sentence) VALUES ($1, $2)", key[0], sentence);
        }
    }
}
