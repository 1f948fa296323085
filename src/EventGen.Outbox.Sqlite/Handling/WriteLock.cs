using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>Begins transactions that have the write lock, without a thread that waits for it.</summary>
internal static class WriteLock
{
    /// <summary>Begins a transaction, as soon as no other connection writes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="names">The tables.</param>
    /// <param name="patience">How long to wait for others.</param>
    /// <param name="cancellationToken">Ends the wait for the write lock. A transaction that has begun is not affected.</param>
    public static async ValueTask<SqliteTransaction> BeginAsync(SqliteConnection connection, TableNames names, TimeSpan patience, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            var transaction = connection.BeginTransaction(deferred: true);
            try
            {
                // A write that changes nothing takes the lock, or says at once that another has it. Microsoft.Data.Sqlite would block the thread.
                using var database = new SqliteDatabase(connection);
                database.WaitForLocks(TimeSpan.Zero);
                database.Run($"UPDATE {names.Schema} SET version = version WHERE 0");
                return transaction;
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(began) < patience)
            {
                transaction.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
