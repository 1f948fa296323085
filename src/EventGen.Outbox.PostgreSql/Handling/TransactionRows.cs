using Npgsql;

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
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
