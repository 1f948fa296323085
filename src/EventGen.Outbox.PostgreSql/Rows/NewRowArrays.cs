using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>New rows as the arrays that a statement takes.</summary>
internal static class NewRowArrays
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    /// <summary>Adds the parameters of <see cref="BatchSql.Insert"/>.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="session">Whose rows they are.</param>
    /// <param name="rows">The rows; of each key in their order.</param>
    /// <param name="epoch">Who may lease them; 0 for nobody.</param>
    public static void AddRows(this NpgsqlBatchCommand command, StoreSession session, IReadOnlyList<OutboxNewRow> rows, long epoch)
    {
        var leases = Leases(rows);
        command
            .With(epoch).With(session.Application).With(NpgsqlDbType.Text, session.Channel).AddPlainRows(rows).AddKeys(rows)
            .With(Array | NpgsqlDbType.TimestampTz, Each(rows, static row => row.Due?.UtcDateTime))
            .With(Array | NpgsqlDbType.Integer, Each(rows, static row => (int)row.Mode))
            .With(Array | NpgsqlDbType.Integer, leases)
            .AddMemoryPositions(session, rows);
    }

    /// <summary>Adds the positions that rows have which are delivered from memory.</summary>
    public static NpgsqlBatchCommand AddMemoryPositions(this NpgsqlBatchCommand command, StoreSession session, IReadOnlyList<OutboxNewRow> rows) =>
        command.With(Array | NpgsqlDbType.Bigint, Each(rows, row => RowPosition.OfMemory(session.Application, row.Id)));

    /// <summary>Adds the statements that make sure of rows that may have been accepted before; the last one returns the ids of those that have.</summary>
    /// <param name="batch">What has written the rows.</param>
    /// <param name="session">Whose rows they are.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="rows">The rows that may have been accepted before.</param>
    /// <param name="areReceived">Whether they came from a broker: what is sent has been committed, so nobody writes it at this moment to deliver it from memory.</param>
    public static void AddRepeated(this NpgsqlBatch batch, StoreSession session, BatchSql sql, IReadOnlyList<OutboxNewRow> rows, bool areReceived)
    {
        OutboxNewRow[] awaited = areReceived ? [] : [.. rows.Where(static row => row.OrderKey is null)];
        if (awaited.Length > 0)
        {
            batch.Add(sql.AwaitMemory).With(session.Application).With(Array | NpgsqlDbType.Uuid, Each(awaited, static row => row.Id)).AddMemoryPositions(session, awaited);
            batch.Add(sql.EndAwaiting).AddMemoryPositions(session, awaited);
        }

        batch.Add(sql.RemoveRepeated).With(session.Application).With(Array | NpgsqlDbType.Uuid, Each(rows, static row => row.Id)).AddMemoryPositions(session, rows);
    }

    /// <summary>Adds what each row has but its key.</summary>
    public static NpgsqlBatchCommand AddPlainRows(this NpgsqlBatchCommand command, IReadOnlyList<OutboxNewRow> rows) =>
        command
            .With(Array | NpgsqlDbType.Uuid, Each(rows, static row => row.Id))
            .With(Array | NpgsqlDbType.Integer, Each(rows, static row => row.Route))
            .With(Array | NpgsqlDbType.Bytea, Each(rows, static row => Bytes(row.Payload)))
            .With(Array | NpgsqlDbType.Bytea, Each(rows, static row => Bytes(row.Metadata)))
            .With(Array | NpgsqlDbType.TimestampTz, Each(rows, static row => row.Timestamp.UtcDateTime));

    /// <summary>Adds a row that is delivered from memory, without arrays.</summary>
    public static NpgsqlBatchCommand AddMemoryRow(this NpgsqlBatchCommand command, StoreSession session, OutboxNewRow row) =>
        command
            .With(RowPosition.OfMemory(session.Application, row.Id))
            .With(NpgsqlDbType.Uuid, row.Id)
            .With(NpgsqlDbType.Integer, row.Route)
            .With(NpgsqlDbType.Bytea, Bytes(row.Payload))
            .With(NpgsqlDbType.Bytea, Bytes(row.Metadata))
            .With(NpgsqlDbType.TimestampTz, row.Timestamp.UtcDateTime);

    /// <summary>Adds the keys of rows, and the hashes of those that have an order.</summary>
    public static NpgsqlBatchCommand AddKeys(this NpgsqlBatchCommand command, IReadOnlyList<OutboxNewRow> rows) =>
        command
            .With(Array | NpgsqlDbType.Text, Each(rows, static row => StoredText.Clean(row.Key)))
            .With(Array | NpgsqlDbType.Text, Each(rows, static row => StoredText.Clean(row.OrderKey)))
            .With(Array | NpgsqlDbType.Uuid, Each(rows, static row => row.OrderKey is { } key ? OrderHash.Of(key) : (Guid?)null));

    /// <summary>What an empty text of bytes is in the tables.</summary>
    public static byte[]? Bytes(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : bytes.ToArray();

    // A row behind one that is not leased cannot be leased either, and the statement sees only what was there before it.
    private static int[] Leases(IReadOnlyList<OutboxNewRow> rows)
    {
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        var leases = new int[rows.Count];
        for (int i = 0; i < leases.Length; i++)
        {
            var row = rows[i];
            var lease = row.Lease;
            if (row.OrderKey is { } key)
            {
                if (lease == OutboxLeaseRequest.InOrder && waiting.Contains(key)) lease = OutboxLeaseRequest.None;
                if (lease == OutboxLeaseRequest.None) waiting.Add(key);
            }

            leases[i] = (int)lease;
        }

        return leases;
    }

    /// <summary>One part of each, as an array.</summary>
    public static T[] Each<TWhole, T>(IReadOnlyList<TWhole> wholes, Func<TWhole, T> part)
    {
        var parts = new T[wholes.Count];
        for (int i = 0; i < parts.Length; i++) parts[i] = part(wholes[i]);
        return parts;
    }
}
