using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>Rows that are written in a transaction of the application.</summary>
internal static class TransactionRows
{
    // Below the ten seconds that a caller is promised.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Writes rows that belong to nobody, as soon as no other connection writes. A transaction whose reads another connection has overtaken can never write, and fails at once.
    /// </summary>
    public static async ValueTask InsertAsync(SqliteDatabase database, StoreSession session, IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Insert(database, session, rows);
                return;
            }
            catch (SqliteException exception) when (IsLocked(exception) && Stopwatch.GetElapsedTime(began) < s_patience)
            {
                // The first statement takes the lock, so that nothing is written yet.
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsLocked(SqliteException exception) =>
        exception.SqliteErrorCode == raw.SQLITE_BUSY && exception.SqliteExtendedErrorCode != raw.SQLITE_BUSY_SNAPSHOT;

    /// <summary>Writes rows that belong to nobody. From the first statement on the transaction has the write lock.</summary>
    public static void Insert(SqliteDatabase database, StoreSession session, IReadOnlyList<OutboxNewRow> rows)
    {
        if (rows.Count == 0) return;

        // Nearly always all of them are pending: counted at once, and corrected where some are not.
        var inserter = new RowInserter(database, session, rows.Count);
        inserter.TakeNumbers(pending: rows.Count);
        foreach (var row in rows) inserter.Insert(row, origin: null);
        var (pending, scheduled) = inserter.Inserted;
        if (pending != rows.Count || scheduled != 0) Counters.Add(database, session, 0, pending - rows.Count, scheduled);
    }
}
