using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OrderDesk.Receipts;

/// <summary>One row a receipt, in the file of the outbox. A row is written in the transaction that marks the order as handled, so each order has exactly one, whatever was killed when.</summary>
internal sealed class TableMailbox(string connectionString) : IMailbox
{
    /// <summary>Creates the table, unless an earlier run has.</summary>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    public Task OpenAsync() => RunAsync("CREATE TABLE IF NOT EXISTS receipts (number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, line TEXT NOT NULL)");

    public async ValueTask SendAsync(Guid orderId, string line, OutboxTransaction? transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await transaction.BeginAsync(cancellationToken);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = "INSERT INTO receipts (order_id, line) VALUES ($order, $line)";
        Add(command, "$order", orderId.ToString());
        Add(command, "$line", line);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many receipts there are, those of earlier runs included.</summary>
    public async Task<long> CountAsync() => (long)(await RunAsync("SELECT COUNT(*) FROM receipts"))!;

    /// <summary>Copies receipts in the order in which they were sent.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="after">The number of the last one that was copied; 0 for none.</param>
    /// <returns>The number of the last one that is copied now.</returns>
    public async Task<long> CopyAsync(IMailbox target, long after)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, order_id, line FROM receipts WHERE number > $after ORDER BY number";
        command.Parameters.AddWithValue("$after", after);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            await target.SendAsync(Guid.Parse(rows.GetString(1)), rows.GetString(2), transaction: null, CancellationToken.None);
            after = rows.GetInt64(0);
        }

        return after;
    }

    private static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private async Task<object?> RunAsync(string sql)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
