using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>A connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c>, … For one thread at a time.</summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>The rows of a query, all read before it returns.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The first column of the first row as a number; null without a row, or when it is null.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar() is long number ? number : null;

    /// <summary>The first column of the first row as text; null without a row, or when it is null.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar() as string;

    /// <summary>Goes through the rows of a query without keeping them, until there is enough. The statement is not kept, so others may run meanwhile.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Takes a row; false for enough.</param>
    /// <param name="values">The values.</param>
    public void ForEach(string sql, Func<SqliteDataReader, bool> read, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters.AddWithValue(FormattableString.Invariant($"${index + 1}"), values[index] ?? DBNull.Value);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read() && read(reader))
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (int index = 0; index < values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter(FormattableString.Invariant($"${index + 1}"), DBNull.Value));
            }

            _commands.Add(sql, command);
        }

        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] switch
            {
                null => DBNull.Value,
                bool flag => flag ? 1L : 0L,
                int number => (long)number,
                Enum value => Convert.ToInt64(value, null),
                { } value => value,
            };
        }

        return command;
    }
}
