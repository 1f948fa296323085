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
        var repeated = rows.Where(static row => row.Mode != OutboxInsertMode.New).ToArray();
        if (repeated.Length > 0) batch.AddRepeated(session, sql, repeated, areReceived: false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
