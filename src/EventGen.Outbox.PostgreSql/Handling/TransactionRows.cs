using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Rows that are written in a transaction of the application.</summary>
internal static class TransactionRows
{
    /// <summary>Writes rows that belong to nobody; whoever delivers is told when the transaction is committed.</summary>
    public static async ValueTask InsertAsync(
        NpgsqlConnection connection, StoreSession session, BatchSql sql, IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        batch.Add(sql.Insert).AddRows(session, rows, epoch: 0);
        var repeated = rows.Where(static row => row.Mode != OutboxInsertMode.New).Select(static row => row.Id).ToArray();
        if (repeated.Length > 0) batch.Add(sql.RemoveRepeated).With(session.Application).With(NpgsqlDbType.Array | NpgsqlDbType.Uuid, repeated);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
