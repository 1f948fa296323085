using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>How the file keeps what is not in its pages yet.</summary>
internal static class Journal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Sets the write-ahead log, which the file keeps: readers and the writer do not wait for each other, and a commit is one write to the disk.</summary>
    /// <exception cref="OutboxStoreException">The file system has none of what it needs.</exception>
    /// <exception cref="SqliteException">Another connection kept the file too long.</exception>
    public static void EnsureWriteAhead(SqliteDatabase database, string file)
    {
        string? mode = Set(database);
        if (mode != "wal")
        {
            throw new OutboxStoreException(
                $"'{file}' cannot use a write-ahead log (its journal is '{mode}'): the outbox needs a local file system.", isTransient: false, mayBeCommitted: false);
        }
    }

    private static string? Set(SqliteDatabase database)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var statement = new SqliteStatement(database.Handle, "PRAGMA journal_mode=WAL");
                statement.Step();
                return statement.Text(0);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(began) < s_patience)
            {
                // Where two set it at once, SQLite refuses one of them at once, whatever the busy timeout: to wait could mean that each waits for the other.
#pragma warning disable RS0030 // Once per file, and SQLite tells nobody when a lock is free.
                Thread.Sleep(5);
#pragma warning restore RS0030
            }
        }
    }
}
