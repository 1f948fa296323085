using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Statements with typed, positional parameters.</summary>
internal static class Sql
{
    public static NpgsqlBatch Batch(NpgsqlConnection connection) => new(connection) { Timeout = PostgreSqlLocation.CommandSeconds };

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = PostgreSqlLocation.CommandSeconds };

    /// <summary>Has the server end the transaction, and its connection, when it is idle for so long. The first statement of a transaction. $1 <see cref="StoreSession.IdleLimit"/>.</summary>
    public const string LimitIdle = "SELECT clock_timestamp(), set_config('idle_in_transaction_session_timeout', $1, true)";

    /// <summary>Adds a statement to a batch.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, NpgsqlDbType type, T value)
    {
        command.Parameters.Add(Parameter(type, value));
        return command;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, long value) => command.With(NpgsqlDbType.Bigint, value);

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, NpgsqlDbType type, T value)
    {
        command.Parameters.Add(Parameter(type, value));
        return command;
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, long value) => command.With(NpgsqlDbType.Bigint, value);

    private static NpgsqlParameter Parameter<T>(NpgsqlDbType type, T value) =>
        value is null ? new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value } : new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value };
}
