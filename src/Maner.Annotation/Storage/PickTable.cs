using System.Globalization;
using System.Text.Json;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>How sentences were chosen.</summary>
internal sealed class PickTable() : RowTable("pick")
{
    public static Pick? Get(Session session, long sentence) =>
        session.Query("SELECT strategy, random FROM picks WHERE sentence = $1", row => new Pick(row.GetString(0), row.GetBoolean(1)), sentence) is [var found] ? found : null;

    /// <summary>Records a choice; one that is there stays.</summary>
    public static void Add(Session session, long sentence, int user, Pick pick, DateTime time) =>
        session.Execute("INSERT OR IGNORE INTO picks(sentence, user, strategy, random, picked) VALUES ($1, $2, $3, $4, $5)", sentence, user, pick.Strategy, pick.IsRandom, time.ToString("O", CultureInfo.InvariantCulture));

    public override string? Read(Session session, long[] key) => Get(session, key[0]) is { } pick ? JsonSerializer.Serialize(pick, RowJson.Plain.Pick) : null;

    public override void Write(Session session, long[] key, string? row, EventStamp stamp)
    {
        session.Execute("DELETE FROM picks WHERE sentence = $1", key[0]);
        if (row is not null)
        {
            Add(session, key[0], 0, JsonSerializer.Deserialize(row, RowJson.Plain.Pick)!, stamp.Time);
        }
    }
}
