using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Statements with typed, positional parameters.</summary>
internal static class Sql
{
    public static NpgsqlBatch Batch(NpgsqlConnection connection) => new(connection) { Timeout = PostgreSqlLocation.CommandSeconds };

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = PostgreSqlLocation.CommandSeconds };

    /// <summary>
    /// The first statement of a transaction. Has the server end the transaction, and its connection, when it is idle for so long, and lets whoever ends the epoch find it.
    /// $1 <see cref="StoreSession.IdleLimit"/>, $2 <see cref="StoreSession.EpochLock"/>. Returns the time.
    /// </summary>
    public const string Begin = "SELECT clock_timestamp(), set_config('idle_in_transaction_session_timeout', $1, true), pg_advisory_xact_lock_shared($2)";

    /// <summary>Lets whoever ends the epoch find the transaction. $1 <see cref="StoreSession.EpochLock"/>.</summary>
    public const string BelongToEpoch = "SELECT pg_advisory_xact_lock_shared($1)";

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
