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
    private readonly NpgsqlBatch _batch;
    private readonly NpgsqlParameter<long> _position = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<Guid> _id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<int> _route = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<byte[]> _payload = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<byte[]> _metadata = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<DateTime> _timestamp = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };
    private bool _isPrepared;

    public LoneInsert(NpgsqlConnection connection, StoreSession session, BatchSql sql)
    {
        (_connection, _session, _batch) = (connection, session, Sql.Batch(connection));
        var parameters = _batch.Add(sql.PlainOne).With(session.Epoch).With(session.Application).Parameters;
        foreach (var parameter in (NpgsqlParameter[])[_position, _id, _route, _payload, _metadata, _timestamp]) parameters.Add(parameter);
    }

    /// <summary>Whether it is on a connection; another epoch has another one.</summary>
    public bool IsOn(NpgsqlConnection connection) => ReferenceEquals(_connection, connection);

    /// <summary>Whether it can write a row: a parameter of a type has a value.</summary>
    public static bool Takes(OutboxNewRow row) => row is { Payload.IsEmpty: false, Metadata.IsEmpty: false };

    /// <summary>Sends a row.</summary>
    public ValueTask<NpgsqlDataReader> ExecuteAsync(OutboxNewRow row, CancellationToken cancellationToken)
    {
        _position.TypedValue = RowPosition.OfMemory(_session.Application, row.Id);
        _id.TypedValue = row.Id;
        _route.TypedValue = row.Route;
        _payload.TypedValue = row.Payload.ToArray();
        _metadata.TypedValue = row.Metadata.ToArray();
        _timestamp.TypedValue = row.Timestamp.UtcDateTime;
        return _isPrepared ? new(_batch.ExecuteReaderAsync(cancellationToken)) : PrepareAndExecuteAsync(cancellationToken);
    }

    private async ValueTask<NpgsqlDataReader> PrepareAndExecuteAsync(CancellationToken cancellationToken)
    {
        await _batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        _isPrepared = true;
        return await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }
}
