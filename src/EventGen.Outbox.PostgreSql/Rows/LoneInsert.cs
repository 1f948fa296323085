using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>
/// <see cref="BatchSql.PlainOne"/> on the connection that is kept: prepared once, its parameters used again. Who emits one event after the other waits for all that is done between an answer and
/// the next request.
/// </summary>
internal sealed class LoneInsert
{
    private readonly NpgsqlConnection _connection;
    private readonly StoreSession _session;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlParameter<long> _position = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<Guid> _id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<int> _route = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _payload = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _metadata = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<DateTime> _timestamp = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };
    private bool _isPrepared;

    public LoneInsert(NpgsqlConnection connection, StoreSession session, BatchSql sql)
    {
        (_connection, _session) = (connection, session);
        _command = Sql.Command(connection, sql.PlainOne).With(session.Epoch).With(session.Application);
        foreach (var parameter in (NpgsqlParameter[])[_position, _id, _route, _payload, _metadata, _timestamp]) _command.Parameters.Add(parameter);
    }

    /// <summary>Whether it is on a connection; another epoch has another one.</summary>
    public bool IsOn(NpgsqlConnection connection) => ReferenceEquals(_connection, connection);

    /// <summary>Whether a batch is one row that it can write: a parameter of a type has a value.</summary>
    public static bool Takes(OutboxBatch batch) =>
        batch is { Inserts.Count: 1, Settlements.Count: 0, Started.Count: 0, ReleasedKeys.Count: 0 } && batch.Inserts[0] is { Payload.IsEmpty: false, Metadata.IsEmpty: false } row && BatchWriter.IsForMemory(row);

    /// <summary>Writes a row.</summary>
    /// <returns>1; 0 without the lease.</returns>
    /// <exception cref="PostgresException">Another row has its position.</exception>
    public Task<int> InsertAsync(OutboxNewRow row, CancellationToken cancellationToken)
    {
        _position.TypedValue = RowPosition.OfMemory(_session.Application, row.Id);
        _id.TypedValue = row.Id;
        _route.TypedValue = row.Route;
        _payload.TypedValue = row.Payload;
        _metadata.TypedValue = row.Metadata;
        _timestamp.TypedValue = row.Timestamp.UtcDateTime;
        return _isPrepared ? _command.ExecuteNonQueryAsync(cancellationToken) : PrepareAndInsertAsync(cancellationToken);
    }

    private async Task<int> PrepareAndInsertAsync(CancellationToken cancellationToken)
    {
        await _command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        _isPrepared = true;
        return await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
